import type { Context as HonoContext } from 'hono'
import type { z } from 'zod'
import { ProblemError, validationProblem } from './problem.ts'

/** The largest body any route takes, in bytes; but those that take a whole practice file. */
export const MAX_BODY_BYTES = 32 * 1024
/** Ten practitioners who edit each week of a year by hand have some 300 kB of rules. */
export const MAX_RULES_BYTES = 1024 * 1024

/**
 * Reads a JSON body and checks it.
 *
 * @throws ProblemError naming each field that must change.
 */
export async function readBody<T extends z.ZodType>(context: HonoContext, shape: T): Promise<z.infer<T>> {
  const type = context.req.header('Content-Type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new ProblemError('unsupported-media-type', 'Send JSON with Content-Type: application/json.')
  }
  const data = parseJson(await context.req.text())
  const parsed = shape.safeParse(data)
  if (!parsed.success) throw validationProblem(parsed.error)
  return parsed.data
}

function parseJson(text: string): unknown {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    throw new ProblemError('invalid-request', 'The body is not JSON.')
  }
  if (!isStorable(data)) throw new ProblemError('invalid-request', 'The body holds characters that cannot be kept.')
  return data
}

/** NUL and half a surrogate pair can't be kept in every database. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed()
  if (value === null || typeof value !== 'object') return true
  return Object.entries(value).every(([key, item]) => isStorable(key) && isStorable(item))
}
