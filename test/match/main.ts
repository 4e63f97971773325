// npm run match: thousands of requests by made-up people, matched with a made-up practice's 5,000 patients.
// Every request is labelled with the patient who sent it, or with nobody. Ends with 1 when a figure is missed.
import { matchPatients, type Person } from '../../engine/index.ts'
import { isNickname } from '../../engine/match-nicknames.ts'
import { foldName } from '../../engine/name.ts'
import { hardCases, missedBy } from './hard.ts'
import { calledBy } from './nicknames.ts'
import { type Patient, People, practiceOf, seededFaker } from './population.ts'
import { type Pair, pairsOf } from './requests.ts'

const PATIENTS = 5000
const PAIRS_OF_A_KIND = 200
const LEAST_TOP_THREE = 0.98
const MOST_MS = 20

const seed = Number(process.argv[2] ?? 20261124)
const faker = seededFaker(seed)
const people = new People(faker)
const patients = practiceOf(faker, people, PATIENTS)
const pairs = pairsOf(faker, people, patients, PAIRS_OF_A_KIND)
const records = patients.map(({ record }) => record)
const byId = new Map(patients.map((patient) => [patient.record.id, patient]))
console.log(`seed ${seed}: ${pairs.length} requests, ${PATIENTS} patients`)

interface Tally {
  pairs: number
  /** Linked without asking anyone, to whom it should be and to somebody else. */
  right: number
  wrong: number
  /** Not linked; the true patient is among the first three offered. */
  topThree: number
  /** Not linked; somebody is offered. */
  partial: number
  none: number
  /** Linked by plain equality of all five fields. */
  plain: number
  /** Whom the rule lets be linked: names and birth date as recorded, and one contact in common. */
  linkable: number
}

const zero = (): Tally => ({ pairs: 0, right: 0, wrong: 0, topThree: 0, partial: 0, none: 0, plain: 0, linkable: 0 })
const tallies = new Map<string, Tally>()
const times: number[] = []
const wrongs: string[] = []
let linkedAgainstTheRule = 0
/** The baseline: records by their five fields, letter by letter. */
const plain = Map.groupBy(records, plainly)
let plainlyWrong = 0

for (const pair of pairs) {
  const tally = tallies.get(pair.kind) ?? zero()
  tallies.set(pair.kind, tally)
  const began = performance.now()
  const { kind, candidates } = matchPatients(pair.request, records)
  times.push(performance.now() - began)
  tally.pairs++
  if (isLinkable(pair)) tally.linkable++
  const equal = plain.get(plainly(pair.request)) ?? []
  if (equal.length === 1 && equal[0]!.id === pair.truth) tally.plain++
  else if (equal.length === 1) plainlyWrong++
  if (kind === 'exact') {
    if (candidates[0]!.id === pair.truth) tally.right++
    else tally.wrong++
    if (candidates[0]!.id !== pair.truth) wrongs.push(pair.kind)
    else if (!isLinkable(pair)) linkedAgainstTheRule++
  } else {
    if (kind === 'none') tally.none++
    else tally.partial++
    if (candidates.slice(0, 3).some(({ id }) => id === pair.truth)) tally.topThree++
  }
}

/** By what the generator knows, not by what the engine finds. */
function isLinkable({ request, truth, isSameIdentity }: Pair): boolean {
  const patient = truth === null ? undefined : byId.get(truth)
  if (!patient || !isSameIdentity || patient.record.birthDate === null) return false
  return hasInCommon(patient, request, 'mobile') || hasInCommon(patient, request, 'email')
}

function hasInCommon({ life, record }: Patient, request: Person, contact: 'mobile' | 'email'): boolean {
  return record[contact] !== null && request[contact] === life[contact]
}

function plainly(person: Person): string {
  return JSON.stringify([person.given, person.family, person.birthDate, person.mobile, person.email])
}

const rows = [...tallies].map(([name, tally]) => ({ name, isKnown: !name.startsWith('stranger'), ...tally }))
const sum = (list: readonly Tally[], field: keyof Tally) => list.reduce((total, each) => total + each[field], 0)
const known = rows.filter(({ isKnown }) => isKnown)
const unknown = rows.filter(({ isKnown }) => !isKnown)

const heads = ['changed', 'pairs', 'linked', 'wrongly', 'offered', 'top 3', 'none', 'plain equality']
const line = (cells: readonly (string | number)[]) =>
  cells.map((cell, i) => (i === 0 ? String(cell).padEnd(38) : String(cell).padStart(i === 7 ? 16 : 9))).join('')
console.log(line(heads))
for (const { name, isKnown, ...tally } of rows) {
  const { right, wrong, partial, topThree, none, plain } = tally
  console.log(line([name, tally.pairs, right, wrong, partial, isKnown ? topThree : '-', none, plain]))
}

const linked = sum(known, 'right')
const wrong = sum(rows, 'wrong')
const ofKnown = sum(known, 'pairs')
const left = ofKnown - linked - sum(known, 'wrong')
const precision = linked / (linked + wrong)
const topThree = sum(known, 'topThree') / left
const shown = (part: number) => part.toFixed(3)
const median = times.toSorted((a, b) => a - b)[times.length >> 1]!
const short = Object.entries(calledBy).flatMap(([name, others]) => others.map((other) => [name, other] as const))
const untabled = short.filter(([name, other]) => !isNickname(foldName(name), foldName(other)))

console.log('')
console.log(`${''.padEnd(44)}precision   recall   of those who are as recorded`)
const compared = (name: string, right: number, precise: number) =>
  `${name.padEnd(44)}${shown(precise).padStart(9)}${shown(right / ofKnown).padStart(9)}${shown(right / sum(known, 'linkable')).padStart(10)}`
const plainLinked = sum(known, 'plain')
console.log(compared('linked by itself', linked, precision))
console.log(
  compared('baseline: all five fields letter by letter', plainLinked, plainLinked / (plainLinked + plainlyWrong)),
)
console.log(
  `(of ${ofKnown} requests by patients ${sum(known, 'linkable')} have names, birth date, and mobile or email as recorded: the rule)`,
)
console.log(
  `strangers: ${sum(unknown, 'partial')} of ${sum(unknown, 'pairs')} are offered somebody for staff to refuse`,
)
console.log(`nicknames: ${untabled.length} of ${short.length} that people use here aren't in the engine's table`)
console.log('')

let passed = 0
let failed = 0
say(pairs.length >= 5000, `${pairs.length} labelled pairs, at least 5,000`)
say(
  wrong === 0,
  `precision of what is linked by itself: ${shown(precision)}, must be 1.000${wrongs.map((kind) => `; ${kind}`).join('')}`,
)
say(
  linked === sum(known, 'linkable'),
  `linked of what the rule allows: ${linked} of ${sum(known, 'linkable')}, must be all`,
)
say(linkedAgainstTheRule === 0, `linked though the rule doesn't allow it: ${linkedAgainstTheRule}, must be 0`)
say(sum(unknown, 'wrong') === 0, `strangers linked: ${sum(unknown, 'wrong')}, must be 0`)
say(
  topThree >= LEAST_TOP_THREE,
  `true patient among the first three, where not linked: ${shown(topThree)} of ${left}, at least ${LEAST_TOP_THREE}`,
)
const missed = hardCases.flatMap((each) => {
  const instead = missedBy(each)
  return instead === null ? [] : [`${each.words}: ${instead}`]
})
say(missed.length === 0, `${hardCases.length} hard cases by hand${missed.map((each) => `\n  ${each}`).join('')}`)
say(linked > sum(known, 'plain'), `links more than plain equality: ${linked} against ${sum(known, 'plain')}`)
say(untabled.length >= short.length / 4, 'a quarter of the nicknames or more are not in the table')
say(
  median < MOST_MS,
  `${median.toFixed(1)} ms for one request against ${PATIENTS} patients (median), at most ${MOST_MS}`,
)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function say(isGood: boolean, text: string): void {
  console.log(`${isGood ? '✓' : '✗'} ${text}`)
  if (isGood) passed++
  else failed++
}
