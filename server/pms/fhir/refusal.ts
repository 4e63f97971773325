import { PmsFault, type PmsFaultKind } from '../connector.ts'
import type { Answer } from './client.ts'
import { objectsIn } from './json.ts'

const kinds: Readonly<Record<number, PmsFaultKind>> = {
  400: 'conflict',
  409: 'conflict',
  422: 'conflict',
  412: 'moved',
  404: 'gone',
  410: 'gone',
  405: 'denied',
  501: 'denied',
}
/** FHIR's issue types (R4, IssueType) that help to understand a refusal. What else a server writes may be about a patient. */
const telling = new Set([
  ...[
    'invalid',
    'structure',
    'required',
    'value',
    'invariant',
    'forbidden',
    'processing',
    'not-supported',
    'duplicate',
  ],
  ...[
    'multiple-matches',
    'not-found',
    'deleted',
    'business-rule',
    'conflict',
    'code-invalid',
    'extension',
    'lock-error',
  ],
])

/** Why a change wasn't made. @param what - As in "doesn't let us …". */
export function refusalOf({ status, body }: Answer, what: string): PmsFault {
  const codes = objectsIn(body?.issue).map(({ code }) => code)
  const code = codes.find((each) => typeof each === 'string' && telling.has(each))
  return new PmsFault(
    kinds[status] ?? 'unreadable',
    `The PMS doesn't let us ${what} (${[status, code].filter(Boolean).join(', ')}).`,
  )
}
