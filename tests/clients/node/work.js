'use strict'
const { context, propagation, trace, ROOT_CONTEXT, SpanKind } = require('@opentelemetry/api')
// What reaches the gateway goes through the SDK: standard output stays free for
// the protocol with the tests.
const log = require('pino')({}, { write () {} })
const { recordID } = require('./records')

// With EDGE_ONLY the request id stands nowhere but on the server span of the
// service that the request reaches first, as where a proxy's header is recorded.
const edgeOnly = process.env.EDGE_ONLY === 'true'

const tracer = trace.getTracer('work', '1.0.0')

// work does one request: a server span, perhaps a call of the next service, and
// three logs.
async function work (headers) {
  const requestID = headers['x-request-id']
  const parent = propagation.extract(ROOT_CONTEXT, headers)
  const attributes = { 'http.request.method': 'GET', 'url.path': '/work' }
  if (!edgeOnly || !trace.getSpan(parent)) attributes['http.request.header.x-request-id'] = [requestID]
  const span = tracer.startSpan('GET /work', { kind: SpanKind.SERVER, attributes }, parent)
  const traceID = span.spanContext().traceId
  span.setAttribute('test.record', recordID('span', traceID))
  await context.with(trace.setSpan(parent, span), async () => {
    log.info({ 'test.record': recordID('log', traceID), ...(edgeOnly ? {} : { request_id: requestID }) }, 'work begins')
    if (process.env.DOWNSTREAM) await call(requestID)
    log.info({ 'test.record': recordID('log', traceID) }, 'work is done')
  })
  span.end()
  if (edgeOnly) return { trace_id: traceID }
  // A log outside the span, as from a background task that kept only the id.
  context.with(ROOT_CONTEXT, () => {
    log.info({ 'test.record': recordID('log', traceID), request_id: requestID }, 'cleaned up')
  })
  return { trace_id: traceID }
}

async function call (requestID) {
  const span = tracer.startSpan('GET', {
    kind: SpanKind.CLIENT,
    attributes: { 'http.request.method': 'GET', 'url.full': `${process.env.DOWNSTREAM}/work` }
  })
  span.setAttribute('test.record', recordID('span', span.spanContext().traceId))
  try {
    const headers = { 'x-request-id': requestID }
    propagation.inject(trace.setSpan(context.active(), span), headers)
    const response = await fetch(`${process.env.DOWNSTREAM}/work`, { headers })
    if (!response.ok) throw new Error(`downstream: ${response.status}`)
    await response.text()
  } finally {
    span.end()
  }
}

module.exports = { work }
