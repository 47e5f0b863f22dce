'use strict'
const { ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags } = require('@opentelemetry/api')
const { logs, SeverityNumber } = require('@opentelemetry/api-logs')
const log = require('pino')({}, { write () {} })
const { remember } = require('./records')

const tracer = trace.getTracer('plants', '1.0.0')
const logger = logs.getLogger('plants', '1.0.0')

// A link needs a span to point at; this one is made up.
const elsewhere = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174', traceFlags: TraceFlags.SAMPLED }

const places = {
  'log.body' ({ record, value }) {
    remember(record, 'log', '')
    if (typeof value === 'string') {
      log.info({ 'test.record': record }, value)
    } else {
      logger.emit({ severityNumber: SeverityNumber.INFO, body: value, attributes: { 'test.record': record }, context: ROOT_CONTEXT })
    }
  },
  'log.attributes' ({ record, value }) {
    remember(record, 'log', '')
    logger.emit({ severityNumber: SeverityNumber.INFO, body: 'with attributes', attributes: { ...value, 'test.record': record }, context: ROOT_CONTEXT })
  },
  'span.name': ({ record, value }) => span(record, value),
  'span.attributes': ({ record, value }) => span(record, 'with attributes', {}, span => span.setAttributes(value)),
  'event.name': ({ record, value }) => span(record, 'with an event', {}, span => span.addEvent(value, { 'test.record': `${record}-event` })),
  'event.attributes': ({ record, value }) => span(record, 'with an event', {}, span => span.addEvent('event', { ...value, 'test.record': `${record}-event` })),
  'link.attributes': ({ record, value }) => span(record, 'with a link', { links: [{ context: elsewhere, attributes: value }] }),
  'status.message': ({ record, value }) => span(record, 'with a status', {}, span => span.setStatus({ code: SpanStatusCode.ERROR, message: value })),
  'resource.attributes' () {} // taken at the start
}

function span (record, name, options = {}, change = () => {}) {
  const made = tracer.startSpan(name, options, ROOT_CONTEXT)
  remember(record, 'span', made.spanContext().traceId)
  change(made)
  made.setAttribute('test.record', record)
  made.end()
}

function sendPlants (plants) {
  for (const plant of plants) places[plant.place](plant)
}

module.exports = { sendPlants }
