import { describe, expect, it } from 'vitest'
import { type Against, compile, explain, explainRemoval, type Removal } from '../../engine/index.ts'
import { testPractice } from '../kit/practice.ts'

const compiled = compile(testPractice(), { from: '2026-11-22', to: '2026-12-01' })
const at = (time: string) => Date.parse(`2026-11-23T${time}:00-05:00`)

/** A reason without what would remove it. */
type Bare = Against extends infer One ? (One extends Against ? Omit<One, 'remove'> : never) : never

describe('explain', () => {
  it.each<[Bare, string]>([
    [{ rule: 'reason-not-given', practitioner: 'kim', reason: 'check' }, "kim doesn't give check."],
    [{ rule: 'patients', reason: 'first', allowed: 'new' }, 'first is for new patients only.'],
    [{ rule: 'past' }, 'That time has passed.'],
    [{ rule: 'too-soon', earliest: at('09:30') }, 'Too soon: times are offered from 2026-11-23 09:30 on.'],
    [{ rule: 'too-far', before: at('09:30') }, 'Too far ahead: times are offered until 2026-11-23 09:30.'],
    [
      { rule: 'closed', closures: ['/closures/0', '/closures/1'], location: 'main' },
      'Closed: /closures/0 and /closures/1.',
    ],
    [{ rule: 'outside-hours', practitioner: 'ann', location: 'main', exceptions: [] }, 'Outside the hours of ann.'],
    [
      { rule: 'outside-hours', practitioner: 'ann', location: 'main', exceptions: ['/x'] },
      'Outside the hours of ann (/x).',
    ],
    [{ rule: 'not-in-window', practitioner: 'ann', windows: ['/w'] }, 'ann keeps these hours for other visits (/w).'],
    [{ rule: 'off-grid', practitioner: 'ann', location: 'main' }, "Visits with ann don't begin at this minute."],
    [
      { rule: 'practitioner-full', practitioner: 'kim', busy: ['a', 'b', 'c'], taken: 2, of: 2 },
      'kim has all 2 places taken: a, b and c.',
    ],
    [{ rule: 'no-chair', location: 'main', chairs: [] }, 'No chair at main serves this visit.'],
    [
      {
        rule: 'no-chair',
        location: 'main',
        chairs: [
          { chair: 'one', isClosed: true, busy: ['a'] },
          { chair: 'two', isClosed: false, busy: ['b'] },
        ],
      },
      'No chair: one is closed and taken by a and two is taken by b.',
    ],
    [
      { rule: 'ceiling', ceiling: 'mornings', busy: ['a'], most: 1 },
      'Only 1 such visits are taken then (mornings): a.',
    ],
  ])('says %o in a sentence', (against, sentence) => {
    expect(explain(compiled, { ...against, remove: [] } as Against)).toBe(sentence)
  })
})

describe('explainRemoval', () => {
  it.each<[Removal, string]>([
    [{ do: 'give-reason', practitioner: 'kim', reason: 'check' }, 'let kim give check'],
    [{ do: 'admit-patients', reason: 'first', patients: 'existing' }, 'let existing patients have first'],
    [{ do: 'shorten-notice', noticeMinutes: 30 }, 'shorten the notice to 30 minutes'],
    [{ do: 'lengthen-horizon', horizonMonths: 13 }, 'offer times 13 months ahead'],
    [{ do: 'lift-closures', closures: ['/c'] }, 'open in spite of /c'],
    [
      { do: 'open-time', of: { practitioner: 'ann' }, location: 'main', start: at('12:00'), end: at('12:30') },
      'open ann from 2026-11-23 12:00 to 2026-11-23 12:30',
    ],
    [
      { do: 'open-time', of: { chair: 'one' }, location: 'main', start: at('12:00'), end: at('12:30') },
      'open one from 2026-11-23 12:00 to 2026-11-23 12:30',
    ],
    [{ do: 'withdraw-exceptions', exceptions: ['/e'] }, 'take back /e'],
    [{ do: 'widen-windows', windows: ['/w'] }, 'open /w to this visit'],
    [{ do: 'free', busy: ['a', 'b'] }, 'move or cancel a and b'],
    [{ do: 'add-chair', reason: 'check', location: 'main' }, 'add a chair at main for check'],
    [{ do: 'raise-ceiling', ceiling: 'mornings', most: 2 }, 'raise mornings to 2'],
    [{ do: 'overrule', rule: 'off-grid' }, 'begin there all the same'],
  ])('says %o in a few words', (removal, words) => {
    expect(explainRemoval(compiled, removal)).toBe(words)
  })
})
