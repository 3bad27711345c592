import { kindOfName } from './secret-name.ts'

const SEGMENT = '[\\w.~=-]'

/** Addresses whose path is the credential, with their host or, as a target has it, without. The group is what has to go. */
export const SECRET_PATHS = new RegExp(
  [
    // Whatever follows these hosts.
    `(?:${[
      'hooks\\.slack\\.com/(?:services|workflows|triggers)/',
      '(?:webhook\\.office\\.com|outlook\\.office(?:365)?\\.com)/webhook(?:b2)?/',
      'hooks\\.zapier\\.com/hooks/\\w{1,20}/',
      'hook\\.(?:\\w{2,10}\\.)?(?:make|integromat)\\.com/',
      'maker\\.ifttt\\.com/[\\w./-]{1,200}?/key/',
      'api\\.netlify\\.com/build_hooks/',
      'api\\.vercel\\.com/v1/integrations/deploy/',
      'hooks\\.airtable\\.com/workflows/v1/genericWebhook/',
      '(?:hc-ping\\.com|webhook\\.site)/',
      'script\\.google\\.com/macros/s/',
    ].join('|')})([\\w:/@+=-]{8,300})`,
    // Slack: team, app and key.
    `/(?:services|workflows|triggers)/([TE][A-Z0-9]{7,12}/(?:[A-Z0-9]{8,20}/){0,2}\\w{12,80})`,
    // Discord: of a webhook or an interaction; its identifier stays.
    `/(?:webhooks|interactions)/\\d{15,25}/(${SEGMENT}{20,300})`,
    // Telegram.
    `/bot(\\d{5,16}:[\\w-]{30,60})`,
    // Teams, Lark, PagerDuty, Mattermost and Rocket.Chat.
    `/webhookb2/([\\w-]{30,40}@[\\w/-]{8,200})`,
    `/open-apis/bot/(?:v\\d/)?hook/(${SEGMENT}{20,60})`,
    `/integration/([0-9a-fA-F]{32})(?=/enqueue)`,
    `/hooks/([a-z0-9]{26}|[A-Za-z0-9]{17,24}/[A-Za-z0-9]{30,80})(?![A-Za-z0-9])`,
    `/trigger/[\\w-]{1,100}/(?:json/)?with/key/([\\w-]{8,100})`,
    // ASP.NET's sessions.
    `/\\([A-Z]\\(([a-z0-9]{24})\\)`,
  ].join('|'),
  'dg',
)

/** A segment and the one behind it. */
export const NAMED_SEGMENT = /\/([A-Za-z][\w-]{2,40})(?=\/([\w~-]{16,300})(?![\w.~-]))/dg

/** Whether such a name says that what is behind it is a key. Plural ones are lists, whose items have identifiers. */
export function isSecretSegment(name: string): boolean {
  if (/s$|^auth$/i.test(name) && !/pass$/i.test(name)) return false
  return /^(?:password[-_]?reset|reset|magic[-_]?link)$/i.test(name) || kindOfName(name, 'member') === 'token'
}
