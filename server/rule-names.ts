import type { NameOf } from '../engine/index.ts'
import type { PracticeFile } from './contract/practice-file.ts'

/** Names as the file has them; rules by their place in it, with what is written there about them. What is busy keeps its id. */
export function namesIn(file: PracticeFile): NameOf {
  const lists = { practitioner: file.practitioners, chair: file.chairs, reason: file.reasons, location: file.locations }
  return (kind, id) => {
    if (kind === 'busy') return id
    if (kind === 'rule') return ruleName(file, id)
    return lists[kind].find((item) => item.id === id)?.name ?? id
  }
}

function ruleName(file: PracticeFile, pointer: string): string {
  const rule = pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], file)
  const { name, note, start, end } = (rule ?? {}) as { name?: string; note?: string; start?: string; end?: string }
  return name ?? note ?? (start !== undefined && end !== undefined ? `${start}–${end}` : pointer)
}
