'use strict'
// What this service has sent: the tests look for exactly these records.
const sent = []
let last = 0

// recordID names the next record and remembers it.
function recordID (signal, traceID) {
  const id = `${process.env.OTEL_SERVICE_NAME}.${++last}`
  remember(id, signal, traceID)
  return id
}

function remember (id, signal, traceID) {
  sent.push({ id, signal, trace_id: traceID })
}

module.exports = { recordID, remember, records: () => sent }
