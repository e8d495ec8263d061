// Walks the resources of the API with the published JavaScript SDK, and verifies what a receiver gets with both
// libraries. Arguments: the server's URL and a key. Ends with 0 when everything is as a user of the SDK expects.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { ApiException, MessageStatus, Svix, Webhook, messageInRaw } from 'svix'

const [serverUrl, key] = process.argv.slice(2)
const svix = new Svix(key, { serverUrl, numRetries: 0 })
const uid = `node-${randomUUID()}`
const longAgo = new Date('2020-01-01T00:00:00Z')

const received = []
const receiver = createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  received.push({ path: request.url, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
  response.writeHead(request.url === '/failing' ? 500 : 200).end('heard')
})
receiver.listen(0, '127.0.0.1')
await once(receiver, 'listening')
const hook = path => `http://127.0.0.1:${receiver.address().port}${path}`

async function eventually(what, find) {
  const end = Date.now() + 20_000
  while (Date.now() < end) {
    const found = await find()
    if (found) return found
    await pause(50)
  }
  assert.fail(`waited 20 s for ${what}`)
}

async function refused(code, call) {
  await assert.rejects(call, error => {
    assert.ok(error instanceof ApiException, String(error))
    assert.equal(error.code, code)
    return true
  })
}

const walks = {
  async applications() {
    const made = await svix.application.create({ name: 'Node', uid, throttleRate: 1000, metadata: { a: 'b' } })
    assert.equal(made.throttleRate, 1000)
    assert.ok(made.createdAt instanceof Date)
    assert.equal((await svix.application.getOrCreate({ name: 'Other', uid })).id, made.id)
    assert.equal((await svix.application.upsert(uid, { name: 'Node 2', uid })).name, 'Node 2')
    assert.equal((await svix.application.patch(uid, { name: 'Node 3' })).name, 'Node 3')
    const page = await svix.application.list({ limit: 1, order: 'descending' })
    assert.equal(page.data.length, 1)
    assert.ok(page.iterator)
    await refused(409, () => svix.application.create({ name: 'Again', uid }))
    await refused(422, () => svix.application.create({ name: '', uid: 'a b' }))
    await refused(404, () => svix.application.get('nobody'))
  },

  async eventTypes() {
    const name = `node.${randomUUID()}`
    await svix.eventType.create({ name, description: 'First', featureFlags: ['beta'], groupName: 'billing' })
    await svix.eventType.upsert(name, { description: 'Second' })
    assert.equal((await svix.eventType.patch(name, { deprecated: true })).deprecated, true)
    assert.ok((await svix.eventType.list({ limit: 250 })).data.some(one => one.name === name))
    await svix.eventType.delete(name)
    assert.equal((await svix.eventType.get(name)).archived, true)
    await svix.eventType.delete(name, { expunge: true })
    await refused(404, () => svix.eventType.get(name))
  },

  async endpoints() {
    const name = `node.${randomUUID()}`
    await svix.eventType.create({ name, description: 'Chosen' })
    const made = await svix.endpoint.create(uid, { url: hook('/chosen'), uid: 'chosen', eventTypes: [name] })
    assert.deepEqual(made.eventTypes, [name])
    assert.equal((await svix.endpoint.upsert(uid, 'chosen', { url: hook('/chosen'), throttleRate: 5 })).throttleRate, 5)
    assert.equal((await svix.endpoint.patch(uid, 'chosen', { disabled: true })).disabled, true)
    await svix.endpoint.setHeaders(uid, 'chosen', { headers: { 'x-team': 'a' } })
    await svix.endpoint.patchHeaders(uid, 'chosen', { headers: { 'x-stage': 'b' }, deleteHeaders: ['x-team'] })
    assert.deepEqual((await svix.endpoint.getHeaders(uid, 'chosen')).headers, { 'x-stage': 'b' })
    const before = (await svix.endpoint.getSecret(uid, 'chosen')).key
    await svix.endpoint.rotateSecret(uid, 'chosen', { gracePeriodSeconds: 0 })
    assert.notEqual((await svix.endpoint.getSecret(uid, 'chosen')).key, before)
    assert.equal((await svix.endpoint.list(uid)).data.length, 1)
    await svix.endpoint.delete(uid, 'chosen')
    await refused(404, () => svix.endpoint.get(uid, 'chosen'))
  },

  async deliveries() {
    const endpoint = await svix.endpoint.create(uid, { url: hook('/hook'), channels: ['blue'] })
    const secret = (await svix.endpoint.getSecret(uid, endpoint.id)).key
    const sent = await svix.message.create(
      uid,
      { eventType: 'a.b', eventId: 'once', channels: ['blue'], tags: ['t'], payload: { text: 'ä', n: 1.5 } },
      { withContent: true, idempotencyKey: randomUUID() })
    const came = await eventually('the delivery', () => received.find(one => one.headers['webhook-id'] === sent.id))
    new Webhook(secret).verify(came.body, came.headers)
    assert.deepEqual(new StandardWebhook(secret).verify(came.body, came.headers), { text: 'ä', n: 1.5 })
    assert.throws(() => new StandardWebhook(secret).verify(came.body + ' ', came.headers))
    assert.deepEqual((await svix.message.get(uid, 'once', { withContent: true })).payload, { text: 'ä', n: 1.5 })
    assert.equal((await svix.message.list(uid, { channel: 'blue', tag: 't', eventTypes: ['a.b'] })).data.length, 1)
    await svix.message.create(uid, messageInRaw('a.b', '<a/>', 'application/xml'))
    assert.equal((await svix.message.precheck(uid, { eventType: 'a.b', channels: ['red'] })).active, false)
  },

  async attempts() {
    const endpoint = await svix.endpoint.create(uid, { url: hook('/failing'), channels: ['failing'] })
    const sent = await svix.message.create(uid, { eventType: 'a.b', channels: ['failing'], payload: {} })
    const attempt = await eventually('an attempt', async () =>
      (await svix.messageAttempt.listByMsg(uid, sent.id, { status: MessageStatus.Fail })).data[0])
    assert.equal(attempt.responseStatusCode, 500)
    assert.equal((await svix.messageAttempt.get(uid, sent.id, attempt.id)).id, attempt.id)
    const ofEndpoint = await svix.messageAttempt.listByEndpoint(uid, endpoint.id, { withMsg: true })
    assert.equal(ofEndpoint.data.at(-1).msg.id, sent.id)
    assert.equal((await svix.messageAttempt.listAttemptedDestinations(uid, sent.id)).data[0].id, endpoint.id)
    assert.equal((await svix.messageAttempt.listAttemptedMessages(uid, endpoint.id)).data[0].id, sent.id)
    await svix.messageAttempt.expungeContent(uid, sent.id, attempt.id)
    await svix.messageAttempt.resend(uid, sent.id, endpoint.id)
    await eventually('the resent one', async () =>
      (await svix.messageAttempt.listByMsg(uid, sent.id)).data.some(one => one.triggerType === 1))
    const tasks = [
      await svix.endpoint.recover(uid, endpoint.id, { since: longAgo }),
      await svix.endpoint.replayMissing(uid, endpoint.id, { since: longAgo }),
      await svix.endpoint.bulkReplay(uid, endpoint.id, { since: longAgo, status: MessageStatus.Fail })]
    for (const task of tasks) {
      await eventually('the end of a task', async () =>
        (await svix.backgroundTask.get(task.id)).status === 'finished')
    }
    assert.ok((await svix.backgroundTask.list()).data.length >= 3)
    await svix.message.expungeContent(uid, sent.id)
    assert.deepEqual((await svix.message.bulkExpungeContent(uid, { ids: ['none'] })).results, { none: 'not-found' })
    await svix.message.expungeAllContents(uid)
  },

  async imports() {
    const name = `node.${randomUUID()}`
    const schema = { type: 'object', properties: { n: { type: 'integer', examples: [7] } } }
    const spec = {
      openapi: '3.1.0',
      info: { title: 'Node', version: '1' },
      webhooks: { [name]: { post: { summary: 'Imported', requestBody: { content: { 'application/json': { schema } } } } } },
    }
    assert.ok((await svix.eventType.importOpenapi({ spec, dryRun: true })).data.toModify.some(one => one.name === name))
    assert.ok((await svix.eventType.importOpenapi({ spec })).data.modified.includes(name))
    const endpoint = await svix.endpoint.create(uid, { url: hook('/example'), channels: ['nobody'] })
    const sent = await svix.endpoint.sendExample(uid, endpoint.id, { eventType: name })
    await eventually('the example', () => received.find(one => one.headers['webhook-id'] === sent.id))
  },

  async portal() {
    const first = await svix.authentication.appPortalAccess(uid, { expiry: 3600, sessionId: 'one' })
    assert.ok(first.url.includes(first.token))
    const visitor = new Svix(first.token, { serverUrl, numRetries: 0 })
    assert.ok((await visitor.endpoint.list(uid)).data.length > 0)
    await refused(403, () => visitor.application.delete(uid))
    await visitor.authentication.logout()
    const ended = token => eventually('the end of a token', () =>
      new Svix(token, { serverUrl, numRetries: 0 }).endpoint.list(uid).then(() => false, error => error.code === 401))
    await ended(first.token)
    const second = await svix.authentication.appPortalAccess(uid, {})
    await svix.authentication.expireAll(uid, {})
    await ended(second.token)
  },

  async health() {
    await svix.health.get()
    await refused(401, () => new Svix('wrong', { serverUrl, numRetries: 0 }).application.list())
    await svix.application.delete(uid)
  },
}

for (const [name, walk] of Object.entries(walks)) {
  await walk()
  console.log(`walked ${name}`)
}
receiver.close()
receiver.closeAllConnections()
