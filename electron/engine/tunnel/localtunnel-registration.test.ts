import { once } from 'node:events'
import http from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { registerTunnel } from './localtunnel-registration.ts'

const GRANTED = { id: 'x', port: 4000, max_conn_count: 10, url: 'https://x.example' }

test('of the URL that a server gives, only the address is taken', async () => {
  const url = 'https://me:secret@x.example:8443/\u001b[2J\u202e/a\nb?c#d'
  expect(await register({ ...GRANTED, url })).toMatchObject({ url: 'https://x.example:8443' })
})

test.each(['javascript:alert(1)', 'file:///etc/passwd', 'https://', 'https://\u001b[2J\u202ex'])(
  'a server that gives %j is told of in plain words',
  async (url) => {
    const said = await register({ ...GRANTED, url }).catch((error: Error) => error.message)
    expect(said).toMatch(/which is no URL|is not a localtunnel server/)
    expect(said).not.toContain('\u001b')
    expect(said).not.toContain('\u202e')
  },
)

test('what a server says of a refusal is plain text', async () => {
  const message = '\u001b]0;title\u0007\u001b[2Jno\u202e\nway'
  await expect(register({ message }, 403)).rejects.toThrow('refused with 403: no way.')
})

test('another address is dialled only if it is one', async () => {
  expect(await register({ ...GRANTED, ip: '127.0.0.1' })).toMatchObject({ ip: '127.0.0.1' })
  expect((await register({ ...GRANTED, ip: 'router.local' })).ip).toBeUndefined()
})

test('what is not HTTP is told of as that, and not as a matter of the network', async () => {
  const server = createServer((socket) => socket.end('220 mail.example ESMTP\r\n'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await expect(registerTunnel(host, null, new AbortController().signal)).rejects.toThrow('not HTTP')
})

async function register(answer: unknown, status = 200) {
  const server = http.createServer((_request, response) => response.writeHead(status).end(JSON.stringify(answer)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return registerTunnel(host, null, new AbortController().signal)
}
