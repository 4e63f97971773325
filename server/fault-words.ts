import type { ZodError } from 'zod'

type Issue = ZodError['issues'][number]

const kinds: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
}
const units: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' }

/** What would be right, like `must be at least 5`: a schema's own words, else ours in place of the library's. */
export function faultWords(issue: Issue): string {
  const { message } = issue
  // What a schema says itself begins with none of these.
  if (!/^(Invalid input: expected|Too (small|big): expected)/.test(message)) return message
  if (issue.code === 'invalid_type') {
    if (message.endsWith('received undefined')) return 'must not be missing'
    return kinds[issue.expected] ? `must be ${kinds[issue.expected]}` : message
  }
  if (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1) return 'must not be empty'
  if (issue.code === 'too_small') return bound(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum)
  if (issue.code === 'too_big') return bound(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum)
  return message
}

function bound(of: string, how: string, many: number | bigint): string {
  const unit = units[of]
  return unit
    ? `must have ${how} ${many}${Number(many) === 1 ? unit.replace(/ies$/, 'y').replace(/s$/, '') : unit}`
    : `must be ${how} ${many}`
}
