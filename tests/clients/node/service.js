'use strict'
// One service of the end-to-end tests on the OpenTelemetry SDK for Node.js; see
// ../README.md.
const { startTelemetry } = require('./telemetry')

const plants = process.env.PLANTS ? JSON.parse(require('node:fs').readFileSync(process.env.PLANTS, 'utf8')) : []
const telemetry = startTelemetry(plants)

// pino is patched while it is loaded, so it comes after the SDK.
const { sendPlants } = require('./plants')
const { work } = require('./work')
const { records } = require('./records')

const server = require('node:http').createServer(async (request, response) => {
  try {
    const path = `${request.method} ${new URL(request.url, 'http://localhost').pathname}`
    if (path === 'GET /work') {
      const answer = await work(request.headers)
      response.end(JSON.stringify(answer))
    } else if (path === 'POST /plant') {
      sendPlants(plants)
      response.end('{}')
    } else if (path === 'POST /quit') {
      response.end('{}')
      await telemetry.shutdown()
      console.log(JSON.stringify({ records: records() }))
      process.exit(0)
    } else {
      response.writeHead(404).end()
    }
  } catch (error) {
    console.error(error)
    response.writeHead(500).end()
  }
})

server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ listening: `127.0.0.1:${server.address().port}` }))
})
