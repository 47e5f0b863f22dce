#include "textflag.h"

// One byte before each range of characters and the last one of it, as signed
// bytes: those above 0x7f are below all of them.
DATA slash<>+0(SB)/1, $0x2f
GLOBL slash<>(SB), RODATA|NOPTR, $1
DATA nine<>+0(SB)/1, $0x39
GLOBL nine<>(SB), RODATA|NOPTR, $1
DATA at<>+0(SB)/1, $0x40
GLOBL at<>(SB), RODATA|NOPTR, $1
DATA plus<>+0(SB)/1, $0x2b
GLOBL plus<>(SB), RODATA|NOPTR, $1
DATA dash<>+0(SB)/1, $0x2d
GLOBL dash<>(SB), RODATA|NOPTR, $1

// A window of this table masks the words of the last block that are whole.
DATA words<>+0(SB)/8, $-1
DATA words<>+8(SB)/8, $-1
DATA words<>+16(SB)/8, $-1
DATA words<>+24(SB)/8, $-1
DATA words<>+32(SB)/8, $0
DATA words<>+40(SB)/8, $0
DATA words<>+48(SB)/8, $0
DATA words<>+56(SB)/8, $0
GLOBL words<>(SB), RODATA|NOPTR, $64

// MARK sets the bits of OUT where OP, with the constant that fills Y and X,
// holds for the 48 bytes in Y0 and X1.
#define MARK(OP, Y, X, OUT) \
	OP        Y, Y0, Y2   \
	OP        X, X1, X3   \
	VPMOVMSKB Y2, OUT     \
	VPMOVMSKB X3, BX      \
	SHLQ      $32, BX     \
	ORQ       BX, OUT

// LAST adds the bits of the last four bytes of the text, in X4.
#define LAST(OP, X, OUT) \
	OP        X, X4, X3 \
	VPMOVMSKB X3, BX    \
	ANDQ      $15, BX   \
	SHLQ      CX, BX    \
	SHRQ      $4, BX    \
	ORQ       BX, OUT

// STORE turns the bits of what is above / (R8), 9 (R9) and @ (R10), of + (R11)
// and of - (R12) into marks. DX: the byte before the block was a dash.
#define STORE \
	XORQ R9, R8          \
	XORQ R10, R9         \
	LEAQ (DX)(R12*2), BX \
	ANDQ R12, BX         \
	ORQ  R11, BX         \
	MOVQ R8, 0(DI)       \
	MOVQ R9, 8(DI)       \
	MOVQ BX, 16(DI)

// func markVector(p unsafe.Pointer, n int, out *blockMarks)
TEXT ·markVector(SB), NOSPLIT, $0-24
	MOVQ p+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ out+16(FP), DI
	VPBROADCASTB slash<>(SB), Y8
	VPBROADCASTB nine<>(SB), Y9
	VPBROADCASTB at<>(SB), Y10
	VPBROADCASTB plus<>(SB), Y11
	VPBROADCASTB dash<>(SB), Y12
	XORQ DX, DX
	CMPQ CX, $48
	JLT  tail

block:
	VMOVDQU (SI), Y0
	VMOVDQU 32(SI), X1
	MARK(VPCMPGTB, Y8, X8, R8)
	MARK(VPCMPGTB, Y9, X9, R9)
	MARK(VPCMPGTB, Y10, X10, R10)
	MARK(VPCMPEQB, Y11, X11, R11)
	MARK(VPCMPEQB, Y12, X12, R12)
	STORE
	MOVQ R12, DX
	SHRQ $47, DX
	ADDQ $48, SI
	ADDQ $24, DI
	SUBQ $48, CX
	CMPQ CX, $48
	JGE  block

tail:
	TESTQ CX, CX
	JZ    done

	// The whole words, eight of them in Y0, the rest in X1.
	MOVQ CX, AX
	SHRQ $2, AX
	MOVQ $8, R8
	CMPQ AX, R8
	CMOVQLT AX, R8
	SUBQ R8, AX
	NEGQ R8
	NEGQ AX
	LEAQ words<>+32(SB), BX
	VMOVDQU (BX)(R8*4), Y5
	VMOVDQU (BX)(AX*4), X6
	VPMASKMOVD (SI), Y5, Y0
	VPMASKMOVD 32(SI), X6, X1
	MARK(VPCMPGTB, Y8, X8, R8)
	MARK(VPCMPGTB, Y9, X9, R9)
	MARK(VPCMPGTB, Y10, X10, R10)
	MARK(VPCMPEQB, Y11, X11, R11)
	MARK(VPCMPEQB, Y12, X12, R12)
	TESTQ $3, CX
	JZ    store
	VMOVD -4(SI)(CX*1), X4
	LAST(VPCMPGTB, X8, R8)
	LAST(VPCMPGTB, X9, R9)
	LAST(VPCMPGTB, X10, R10)
	LAST(VPCMPEQB, X11, R11)
	LAST(VPCMPEQB, X12, R12)

store:
	STORE

done:
	VZEROUPPER
	RET
