// The senders of the end-to-end tests that are written for Node.js: the official
// Elasticsearch client and the two transports of pino; see ../README.md. The only
// argument is the file of the settings.
'use strict'

const fs = require('node:fs')

const settings = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))
const records = fs.readFileSync(settings.records, 'utf8').trim().split('\n').map((line) => JSON.parse(line))
const report = { acked: 0, failed: 0, retries: 0, errors: [] }

function note (error) {
  if (report.errors.length < 5) report.errors.push(String((error && error.message) || error))
}

const auth = { username: settings.user, password: settings.password }

const pause = () => new Promise((resolve) => setTimeout(resolve, settings.wait_ms))

// The official client: documents go as the text that they are, so that numbers
// beyond those of JavaScript stay exact. Its helper waits and tries again what is
// refused; when it gives up all the same, because the server is gone, the
// application sends everything again.
async function elasticsearch () {
  const { Client } = require('@elastic/elasticsearch')
  const client = new Client({ node: settings.url, auth, tls: { ca: fs.readFileSync(settings.ca) }, compression: true })
  const byDoc = new Map(records.map((record) => [record.doc, record]))
  const send = () => client.helpers.bulk({
    datasource: records.map((record) => record.doc),
    flushBytes: settings.batch * 512,
    concurrency: 2,
    retries: settings.retries,
    wait: settings.wait_ms,
    onDocument (doc) {
      const { action, index, id } = byDoc.get(doc)
      return { [action]: { _index: index, _id: id || undefined } }
    },
    onDrop (dropped) { note(`${dropped.status} ${JSON.stringify(dropped.error)}`) }
  })
  for (;;) {
    try {
      const stats = await send()
      report.acked = stats.successful
      report.failed = stats.failed
      break
    } catch (error) {
      note(error)
      if (!settings.patient || report.retries === settings.retries) throw error
      report.retries++
      await pause()
    }
  }
  await client.close()
}

// pino-elasticsearch in this thread, fed with the lines that pino would write.
// It says how many it has delivered when its end is reached.
async function pinoElasticsearch () {
  const stream = require('pino-elasticsearch')({
    node: settings.url,
    auth,
    tls: { ca: fs.readFileSync(settings.ca) },
    index: records[0].index,
    esVersion: 9,
    flushBytes: settings.batch * 512
  })
  stream.on('insertError', (error) => { report.failed++; note(error) })
  stream.on('unknown', (line, error) => { report.failed++; note(error) })
  const done = new Promise((resolve, reject) => {
    stream.on('insert', resolve)
    stream.on('error', reject)
  })
  for (const record of records) stream.write(record.doc + '\n')
  stream.end()
  const stats = await done
  report.acked = stats.successful
}

// pino-loki as pino's transport in a thread of its own. It never says what it
// has delivered: errors stand on the error output, and it does not try again.
async function pinoLoki () {
  const pino = require('pino')
  const transport = pino.transport({
    target: 'pino-loki',
    options: {
      host: settings.url,
      basicAuth: auth,
      labels: settings.labels,
      propsToLabels: [],
      batching: { interval: 0.2, maxBufferSize: 0 }
    }
  })
  const logger = pino({ base: { pid: process.pid, hostname: 'node-1' }, messageKey: 'message' }, transport)
  await new Promise((resolve) => transport.on('ready', resolve))
  for (const [at, record] of records.entries()) {
    const { message, ...fields } = JSON.parse(record.doc)
    // A line has a millisecond and no finer time.
    logger.info(fields, message)
    if (at % settings.batch === settings.batch - 1) await new Promise((resolve) => setTimeout(resolve, 250))
  }
  // The thread's last push ends before its stream closes; nothing else keeps this
  // process up meanwhile.
  const waiting = setInterval(() => {}, 1000)
  await new Promise((resolve) => {
    transport.on('close', resolve)
    transport.end()
  })
  clearInterval(waiting)
  report.acked = records.length
}

const clients = { elasticsearch, 'pino-elasticsearch': pinoElasticsearch, 'pino-loki': pinoLoki }

const send = clients[settings.client]
if (!send) throw new Error(`there is no client ${JSON.stringify(settings.client)}`)
send().catch((error) => { report.failed = records.length - report.acked; note(error) })
  .then(() => process.stdout.write(JSON.stringify(report) + '\n'))
