import type { OverruleReply } from '../contract/answer.ts'
import type { Present } from '../residents.ts'
import type { DeskRequest } from '../store/model.ts'
import { type Choice, isOverrulable, judge, wordsAgainst } from './choosing.ts'

/** What stands against a time for a request; each rule once. Empty where the time is offered. */
export function rulesAgainst({ practice, snapshot }: Present, request: DeskRequest, choice: Choice): OverruleReply {
  const answer = judge(snapshot, request, choice)
  const words = new Map<string, string[]>()
  for (const against of answer.offered ? [] : answer.against) {
    const said = wordsAgainst(snapshot, practice.file, choice, against)
    words.set(against.rule, [...(words.get(against.rule) ?? []), said])
  }
  return {
    rules: [...words].map(([rule, said]) => {
      return { rule, words: [...new Set(said)].join(' '), mayOverrule: isOverrulable(rule) }
    }),
  }
}
