/** Commands as the documentation of providers has them, their hosts replaced by U. */
export const CURL_PROVIDER_COMMANDS: readonly string[] = [
  // Stripe
  'curl U/v1/charges \\\n  -u sk_test_4eC39HqLyjWDarjtT1zdp7dc: \\\n  -d amount=2000 \\\n  -d currency=usd \\\n  -d source=tok_visa \\\n  -d description="My First Test Charge (created for API docs)"',
  'curl U/v1/customers \\\n  -u "sk_test_x:" \\\n  -d "metadata[order_id]"=6735 \\\n  --data-urlencode email="jenny.rosen@example.com"',
  "curl -G U/v1/charges/search \\\n  -u sk_test_x: \\\n  --data-urlencode query=\"amount>999 AND metadata['order_id']:'6735'\"",
  'curl -X DELETE U/v1/customers/cus_1 -u sk_test_x:',
  'curl U/v1/webhook_endpoints -u sk_test_x: -d url="https://example.com/my/webhook/endpoint" -d "enabled_events[]"="charge.failed" -d "enabled_events[]"="charge.succeeded"',
  'curl U/v1/files -u sk_test_x: -F purpose=dispute_evidence -F file="@a.txt"',
  'curl U/v1/payment_intents -u sk_test_x: -H "Idempotency-Key: KG5LxwFBepaKHyUD" -H "Stripe-Version: 2024-06-20" -d amount=1099 -d "automatic_payment_methods[enabled]"=true',
  // Twilio
  'curl -X POST "U/2010-04-01/Accounts/AC1/Messages.json" \\\n--data-urlencode "Body=Hi there & welcome" \\\n--data-urlencode "From=+15017122661" \\\n--data-urlencode "To=+15558675310" \\\n-u \'AC1:token\'',
  'curl \'U/2010-04-01/Accounts/AC1/Messages.json\' -X POST --data-urlencode \'To=whatsapp:+1555\' --data-urlencode \'ContentVariables={"1":"12/1","2":"3pm"}\' -u AC1:x',
  // GitHub
  'curl -L \\\n  -X POST \\\n  -H "Accept: application/vnd.github+json" \\\n  -H "Authorization: Bearer <YOUR-TOKEN>" \\\n  -H "X-GitHub-Api-Version: 2022-11-28" \\\n  U/repos/OWNER/REPO/hooks \\\n  -d \'{"name":"web","active":true,"events":["push","pull_request"],"config":{"url":"https://example.com/webhook","content_type":"json","insecure_ssl":"0"}}\'',
  'curl -L -H "Accept: application/vnd.github.raw+json" "U/search/code?q=addClass+in:file+language:js+repo:jquery/jquery"',
  'curl -u "octocat:pat" -H "Accept: application/vnd.github.v3+json" U/user/repos?per_page=100\\&page=2',
  "curl -s -XPOST -H 'Content-Type: application/octet-stream' --data-binary @p.png 'U/repos/o/r/releases/1/assets?name=p.png'",
  // Slack
  'curl -X POST -H \'Content-type: application/json\' --data \'{"text":"Hello, World!"}\' U/services/T00/B00/XXX',
  'curl -X POST --data-urlencode \'payload={"channel": "#general", "username": "webhookbot", "text": "This is posted to #general.", "icon_emoji": ":ghost:"}\' U/services/T00',
  'curl -F file=@a.txt -F "initial_comment=Shakes the cat" -F channels=C024BE91L,D032AC32T -H "Authorization: Bearer xoxb-x" U/api/files.upload',
  "curl -d 'token=xoxb-x' -d 'channel=C1' -d 'text=Hello%20world' U/api/chat.postMessage",
  // PayPal
  'curl -v -X POST "U/v1/oauth2/token" \\\n -u "CLIENT_ID:CLIENT_SECRET" \\\n -H "Content-Type: application/x-www-form-urlencoded" \\\n -d "grant_type=client_credentials"',
  'curl -v -X POST U/v2/checkout/orders -H \'Content-Type: application/json\' -H \'PayPal-Request-Id: 7b92603e-77ed-4896-8e78-5dea2050476a\' -d \'{\n  "intent": "CAPTURE",\n  "purchase_units": [ { "amount": { "currency_code": "USD", "value": "100.00" } } ]\n}\'',
  // Shopify
  'curl -d \'{"webhook":{"address":"pubsub://projectName:topicName","topic":"customers/update","format":"json"}}\' \\\n-X POST "U/admin/api/2024-07/webhooks.json" \\\n-H "X-Shopify-Access-Token: {access_token}" \\\n-H "Content-Type: application/json"',
  "curl -X POST \\\n  U/admin/api/2024-10/graphql.json \\\n  -H 'Content-Type: application/json' \\\n  -H 'X-Shopify-Access-Token: t' \\\n  -d '{\n  \"query\": \"query { shop { name } }\"\n}'",
  'curl -X GET "U/admin/api/2024-07/orders.json?status=any&fields=created_at,id,name,total-price" -H "X-Shopify-Access-Token: t"',
  // DevTools
  "curl 'U/api/v1/items?q=%E2%9C%93' \\\n  -H 'accept: application/json, text/plain, */*' \\\n  -H 'accept-language: en-US,en;q=0.9' \\\n  -H 'content-type: application/json;charset=UTF-8' \\\n  -b 'session=abc; theme=dark' \\\n  -H 'origin: https://app.example.com' \\\n  -H 'sec-ch-ua: \"Chromium\";v=\"128\", \"Not;A=Brand\";v=\"24\"' \\\n  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64)' \\\n  --data-raw $'{\"name\":\"it\\'s\",\"note\":\"line\\\\nbreak \\\\u0021 caf\\u00e9\"}' \\\n  --compressed ;",
  "curl 'U/upload' \\\n  -H 'content-type: multipart/form-data; boundary=----WebKitFormBoundaryABC' \\\n  --data-raw $'------WebKitFormBoundaryABC\\r\\nContent-Disposition: form-data; name=\"a\"\\r\\n\\r\\n1\\r\\n------WebKitFormBoundaryABC--\\r\\n'",
  "curl 'U/x' -X 'PUT' -H 'content-length: 0' -H 'referer;' --insecure",
  "curl 'U/a' -X 'OPTIONS' -H 'access-control-request-method: POST'",
  'curl "U/graphql" -X POST -H "Accept-Encoding: gzip, deflate, br, zstd" -H "Priority: u=0" --data-raw "{\\"query\\":\\"{ a(b: \\\\\\"c\\\\\\") }\\"}"',
  // Postman, Insomnia
  "curl --location 'U/post' \\\n--header 'Content-Type: application/json' \\\n--data-raw '{\n    \"a\": \"b'\\''c\"\n}'",
  'curl --location --request POST \'U/form\' \\\n--form \'file=@"a.txt"\' \\\n--form \'name="John \\"J\\" Doe"\' \\\n--form \'json="{\\"a\\":1}";type=application/json\'',
  "curl --location --globoff 'U/x?filter[a]=1&b={{v}}' --header 'X-Empty;'",
  "curl --location --request GET 'U/x' --header 'Content-Type: application/json' --data '{\"q\":1}'",
  "curl --location --request PUT 'U/bin' --header 'Content-Type: image/png' --data-binary '@p.png'",
  // Others
  'curl -i -X PUT U/v3/mail/send --header "authorization: Bearer SG.x" --header \'content-type: application/json\' --data @- <<\'JSON\'\n{"personalizations":[{"to":[{"email":"a@b.c"}]}]}\nJSON',
  "curl -s --user 'api:key-x' U/v3/d.org/messages -F from='Excited User <mailgun@d.org>' -F to=you@d.org -F to=bar@e.com -F subject='Hello' -F text='Testing some \"Mailgun\" awesomeness!' -F attachment=@a.txt",
  'curl U/v1/messages --header "x-api-key: k" --header "anthropic-version: 2023-06-01" --header "content-type: application/json" --data \'{"model":"m","messages":[{"role":"user","content":"Hi $USER `id`"}]}\'',
  'curl -H "Content-Type: application/json" -H "X-Hub-Signature-256: sha256=d57c68ca6f92289e6987922ff26938930f6e66a2d161ef06abdf1859230aa23c" -d "{\\"zen\\": \\"Keep it logically awesome.\\"}" U/hooks',
  'BODY=\'{"id":"evt_1"}\'\nSIG="t=1,v1=abc"\ncurl -X POST U/stripe -H "Stripe-Signature: $SIG" -H \'Content-Type: application/json\' -d "$BODY"',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell.
  'export HOST=x\ncurl "U/${HOST}/y" --json \'{"a":1}\' --json \',{"b":2}\'',
  'curl -sS -o /dev/null -w "%{http_code}\\n" -X PATCH U/a/b -d \'[{"op":"replace","path":"/a","value":1}]\' -H "Content-Type: application/json-patch+json"',
  'curl -T - U/put.txt < a.txt',
  'curl -X POST U/n -d "" -H "Content-Type:"',
  'curl -u user:pa:ss@word U/p',
  "curl 'U/a/ü?x=ü'",
]
