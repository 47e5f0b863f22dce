'use strict'
const { NodeSDK, resources } = require('@opentelemetry/sdk-node')
const { PinoInstrumentation } = require('@opentelemetry/instrumentation-pino')

// startTelemetry starts the SDK as the environment says: exporters, protocol,
// certificate and headers all come from OTEL_* variables.
function startTelemetry (plants) {
  const attributes = {}
  for (const plant of plants) {
    if (plant.place === 'resource.attributes') Object.assign(attributes, plant.value)
  }
  const sdk = new NodeSDK({
    resource: resources.resourceFromAttributes(attributes),
    instrumentations: [new PinoInstrumentation()]
  })
  sdk.start()
  return sdk
}

module.exports = { startTelemetry }
