// Command correlation measures how well ids are taken out of telemetry and
// joined: ids are made up, written in every convention and put into every place
// where it occurs, and led through the real processor with a shared store. What
// comes out must have exactly these ids, normalised. Records whose hexadecimal
// digits and UUIDs are something else go the same way and must come out without
// an id: a wrong one sends a person to the request of somebody else.
//
// The conventions follow their specifications and the defaults of the libraries
// that write them.
package main
