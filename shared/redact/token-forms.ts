/** What in a text makes it worth while to look for them. */
export const MIGHT_BE_KNOWN = /[_.$:-]|AKIA|ASIA|AIza|dapi|EAA|AT(?:ATT|CTT|BB)|1\/\//

/** Credentials that can be told by how they begin, or by how their parts stand together. */
export const TOKEN_FORMS = new RegExp(
  // Behind an escape that nobody undid, too: `\nsk_live_…` in a log.
  `(?<=^|[^A-Za-z0-9]|\\\\[nrtbf])(?:${[
    '[sr]k_(?:live|test|org)_[A-Za-z0-9]{10,}',
    'whsec_[A-Za-z0-9+/_-]{16,}={0,2}',
    // GitHub, GitLab, Bitbucket and Jira.
    'gh[pousr]_[A-Za-z0-9]{20,}',
    'github_pat_\\w{20,}',
    'gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\\w.-]{16,}',
    'AT(?:ATT|CTT|BB)[A-Za-z0-9][\\w=-]{20,}',
    // Slack, Discord's bots and Telegram's.
    'xox[abeoprs]-[\\w-]{10,}',
    'xapp-[\\w-]{16,}',
    '[MNO][A-Za-z0-9_-]{23,27}\\.[\\w-]{6}\\.[\\w-]{27,40}(?![\\w-])',
    '\\d{5,16}:A[\\w-]{34}(?![\\w-])',
    // Clouds.
    '(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])',
    'AIza[\\w-]{35}',
    'ya29\\.[\\w-]{20,}',
    'GOCSPX-[\\w-]{24,}',
    '1//0[\\w-]{40,}',
    'do[opr]_v1_[a-f0-9]{32,}',
    'dapi[a-f0-9]{32}(?![A-Za-z0-9])',
    'dp\\.(?:st|pt|ct|scim|audit|sa)\\.[\\w.-]{40,}',
    'hv[sbr]\\.[\\w-]{20,}',
    'sbp_[a-f0-9]{40}',
    'sb_secret_[\\w-]{20,}',
    'pscale_(?:tkn|pw|oauth)_[\\w=.-]{32,}',
    'vercel_blob_rw_\\w{30,}',
    'tskey-[\\w-]{20,}',
    '2[A-Za-z0-9]{26}_[A-Za-z0-9]{20,24}(?![A-Za-z0-9])',
    'pul-[a-f0-9]{40}',
    '[A-Za-z0-9]{14}\\.atlasv1\\.[\\w=-]{60,}',
    // Mail.
    'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
    'key-[0-9a-f]{32}',
    '[0-9a-f]{32}-us\\d{1,2}(?![A-Za-z0-9])',
    '[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![A-Za-z0-9])',
    'x(?:keysib|smtpsib)-[a-f0-9]{64}-[A-Za-z0-9]{16}',
    're_[A-Za-z0-9]{8,}_[A-Za-z0-9]{20,}',
    // Packages and images.
    'npm_[A-Za-z0-9]{30,}',
    'pypi-[\\w-]{40,}',
    'rubygems_[0-9a-f]{40,}',
    'dckr_(?:pat|oat)_[\\w-]{20,}',
    // Shops and payments.
    'shp(?:at|ca|pa|ss|ua|it|tka)_[A-Fa-f0-9]{16,}',
    'sq0[a-z]{3}-[\\w-]{22,}',
    'EAA[A-Za-z][\\w-]{56,}',
    'access_token\\$(?:production|sandbox)\\$[0-9a-z]{16}\\$[0-9a-f]{32}',
    'access-(?:sandbox|development|production)-[0-9a-f-]{36}',
    'FLWSECK(?:_TEST)?-[0-9A-Za-z]{12,}',
    'shippo_(?:live|test)_[0-9a-f]{40}',
    '(?:live|test)_(?=[A-Za-z]{0,30}\\d)[A-Za-z0-9]{30,40}(?![A-Za-z0-9])',
    'pdl_(?:(?:live|sdbx)_apikey|ntfset)_\\w{20,}',
    'polar_[a-z]{2,5}_[A-Za-z0-9]{20,}',
    // Models.
    'sk-(?:proj-|ant-)?[\\w-]{20,}',
    'hf_[A-Za-z0-9]{30,}',
    'gsk_[A-Za-z0-9]{40,}',
    'r8_[A-Za-z0-9]{37}',
    '(?:pplx|xai)-[A-Za-z0-9]{40,}',
    // Tools of teams.
    'pat-(?:na|eu|ap)\\d-[0-9a-f-]{36}',
    'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}',
    'lin_(?:api|oauth|wh)_[A-Za-z0-9]{30,}',
    '(?:secret|ntn)_[A-Za-z0-9]{40,}',
    'pk_\\d{4,12}_[A-Z0-9]{32}',
    'figd_[\\w-]{30,}',
    'tfp_[\\w-]{40,}',
    'CFPAT-[\\w-]{40,}',
    'PMAK-[0-9a-f]{24}-[0-9a-f]{34}',
    'phx_[A-Za-z0-9]{40,}',
    'gl(?:sa|c)_[\\w+/=-]{32,}',
    'NR(?:AK|II)-[\\w-]{27,}',
    'sntry[su]_[\\w+/=-]{30,}',
    'AGE-SECRET-KEY-1[A-Z0-9]{50,}',
  ].join('|')})`,
  'g',
)
