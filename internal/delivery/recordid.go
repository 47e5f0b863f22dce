package delivery

// RecordIDAttribute is the reserved attribute that carries a record's id from
// the processor through queue, split, merge, restart and dead letter to the
// exporters: 32 lower-case hexadecimal digits. An incoming attribute of that
// name never survives the processor.
const RecordIDAttribute = "lethe.record.id"
