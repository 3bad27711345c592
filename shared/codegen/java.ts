import { base64Lines } from '../http/base64-text.ts'
import {
  bodyText,
  remarks,
  type SnippetRequest,
  sentHeaders,
  snippetUrl,
  type ToolAbilities,
} from './snippet-request.ts'
import { LITERALS, stringLiteral } from './string-literal.ts'

const TOOL: ToolAbilities = {
  name: 'java.net.http',
  keepsCase: true,
  keepsOrder: false,
  keepsDuplicates: true,
  takesHost: true,
  keepsTarget: false,
  method: 'kept',
  addsHeaders: true,
  sendsBodyOfGet: true,
  sendsAnyValue: false,
  sendsOldHttp: false,
}

/** A Java program (11 or later). Host is one of the headers that Java gives out of its hands only when asked to. */
export function javaSnippet(request: SnippetRequest): string {
  const headers = sentHeaders(request.headers, TOOL)
  const hasHost = headers.some(([name]) => name.toLowerCase() === 'host')
  const lines = [
    'import java.net.URI;',
    'import java.net.http.HttpClient;',
    'import java.net.http.HttpRequest;',
    'import java.net.http.HttpResponse;',
    'import java.nio.charset.StandardCharsets;',
    'import java.util.Base64;',
    '',
    'public class Snippet {',
    '    public static void main(String[] args) throws Exception {',
    ...remarks(request, TOOL).map((remark) => `        // ${remark}`),
    ...(hasHost ? ['        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");'] : []),
    `        byte[] body = ${bytes(request.body)};`,
    `        HttpRequest request = HttpRequest.newBuilder(URI.create(${literal(javaUri(snippetUrl(request)))}))`,
    `            .method(${literal(request.method)}, ${request.body.length === 0 ? 'HttpRequest.BodyPublishers.noBody()' : 'HttpRequest.BodyPublishers.ofByteArray(body)'})`,
    ...headers.map(([name, value]) => `            .header(${literal(name)}, ${literal(value)})`),
    '            .build();',
    '        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();',
    '        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());',
    '        System.out.println(response.statusCode() + " " + response.body());',
    '    }',
    '}',
  ]
  return lines.join('\n')
}

function bytes(body: Uint8Array): string {
  const text = bodyText(body)
  if (text !== null) return `${literal(text)}.getBytes(StandardCharsets.UTF_8)`
  // Joined while it runs: the compiler takes no constant longer than 64 KiB.
  const lines = base64Lines(body).map((line) => `            "${line}"`)
  return `Base64.getDecoder().decode(String.join("",\n${lines.join(',\n')}))`
}

/** `URI` takes less than HTTP does. */
function javaUri(url: string): string {
  return url
    .replace(/%(?![\da-fA-F]{2})/g, '%25')
    .replace(/["<>\\^`{|}]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Escapes are read before anything else in Java, so a character that ends a string must not be one. */
function literal(text: string): string {
  return stringLiteral(text, LITERALS.java)
}
