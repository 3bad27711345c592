import { base64Lines } from '../http/base64-text.ts'
import {
  bodyText,
  remarks,
  type SnippetRequest,
  sentHeaders,
  snippetUrl,
  type ToolAbilities,
} from './snippet-request.ts'
import { byteLiteral, LITERALS, stringLiteral } from './string-literal.ts'

const TOOL: ToolAbilities = {
  name: 'Net::HTTP',
  keepsCase: false,
  keepsOrder: true,
  keepsDuplicates: false,
  takesHost: true,
  keepsTarget: true,
  method: 'kept',
  addsHeaders: false,
  sendsBodyOfGet: true,
  sendsAnyValue: true,
  sendsOldHttp: false,
}

/** Ruby with its own Net::HTTP. */
export function rubySnippet(request: SnippetRequest): string {
  const text = bodyText(request.body)
  const url = snippetUrl(request)
  const target = url.slice(request.origin.length)
  const lines = [
    'require "net/http"',
    '',
    ...comments(request).map((comment) => `# ${comment}`),
    `uri = URI(${literal(request.origin)})`,
    `request = Net::HTTPGenericRequest.new(${literal(request.method)}, ${request.body.length > 0}, ${request.method !== 'HEAD'}, ${literal(target)})`,
    // Without its own Accept, Accept-Encoding and User-Agent, which would stay in front of these.
    'request.initialize_http_header({})',
    ...sentHeaders(request.headers, TOOL).map(
      ([name, value]) => `request.add_field(${literal(name)}, ${literal(value)})`,
    ),
    ...(request.body.length === 0
      ? []
      : [`request.body = ${text === null ? base64(request.body) : stringLiteral(text, LITERALS.ruby)}`]),
    'response = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == "https") { |http| http.request(request) }',
    'puts response.code, response.body',
  ]
  return lines.join('\n')
}

function comments(request: SnippetRequest): string[] {
  const names = new Set(request.headers.map(([name]) => name.toLowerCase()))
  const added = [
    ...(names.has('host') ? [] : ['Host']),
    ...(names.has('content-type') || request.body.length === 0 ? [] : ['Content-Type']),
  ]
  const said = remarks(request, TOOL)
  return added.length === 0 ? said : [...said, `Net::HTTP adds what the request does not have: ${added.join(', ')}.`]
}

function base64(body: Uint8Array): string {
  return `<<~BODY.unpack1("m")\n${base64Lines(body)
    .map((line) => `  ${line}`)
    .join('\n')}\nBODY`
}

function literal(latin1: string): string {
  return byteLiteral(latin1, LITERALS.ruby)
}
