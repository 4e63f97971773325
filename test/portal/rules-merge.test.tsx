import { describe, expect, it } from 'vitest'
import { differingParts, isSame, mergeRules, partAt, withPart } from '../../portal/model/rules-merge.ts'
import { partWords } from '../../portal/model/rules-parts.ts'
import { withPractitioner, withWeek } from '../../portal/model/schedule-week.ts'
import { file } from './schedule-kit.tsx'

const base = file()
const places = (count: number, of = base) => withPractitioner(of, 'osei', (was) => ({ ...was, splitBooking: count }))
const weekOf = (monday: string, start: string, of = base) =>
  withWeek(of, 'osei', monday, [{ weekday: 1, start, end: '12:00' }])

describe('differingParts', () => {
  it('names each part once, an edited week by itself', () => {
    const changed = weekOf('2026-12-07', '09:00', places(3, { ...base, noticeMinutes: 60 }))
    expect(differingParts(base, changed)).toEqual([
      ['noticeMinutes'],
      ['practitioners', 'osei', 'splitBooking'],
      ['practitioners', 'osei', 'weeks', '2026-12-07'],
    ])
    expect(differingParts(base, changed).map((path) => partWords(path, changed, base))).toEqual([
      'notice before a visit',
      'Dr. Amara Osei: places at the same time',
      'Dr. Amara Osei: week of 7 December',
    ])
  })

  it('sees another order, and nothing where only names stand in another order', () => {
    const turned = { ...base, practitioners: [...base.practitioners].reverse() }
    expect(differingParts(base, turned)).toEqual([['practitioners']])
    expect(isSame({ a: 1, b: [{ c: 2 }], d: undefined }, { b: [{ c: 2 }], a: 1 })).toBe(true)
    expect(isSame([1, 2], [2, 1])).toBe(false)
  })
})

describe('mergeRules', () => {
  it('keeps both where they changed different parts, down to one week of one practitioner', () => {
    const mine = weekOf('2026-12-07', '09:00')
    const theirs = places(3, weekOf('2026-12-14', '10:00'))
    const merged = mergeRules(base, mine, theirs)
    expect(merged.overlaps).toEqual([])
    expect(merged.file.practitioners[0]?.splitBooking).toBe(3)
    expect(new Set(merged.file.practitioners[0]?.weeks.map(({ week }) => week))).toEqual(
      new Set(['2026-12-07', '2026-12-14', '2026-12-21']),
    )
  })

  it('says where both changed the same, and takes the preferred', () => {
    const [mine, theirs] = [weekOf('2026-12-21', '09:00'), withWeek(base, 'osei', '2026-12-21', null)]
    const path = ['practitioners', 'osei', 'weeks', '2026-12-21']
    const merged = mergeRules(base, mine, theirs)
    expect(merged.overlaps).toEqual([{ path, mine: partAt(mine, path), theirs: undefined }])
    expect(merged.file).toEqual(mine)
    expect(mergeRules(base, mine, theirs, 'theirs').file).toEqual(theirs)
    expect(withPart(merged.file, path, undefined)).toEqual(theirs)
  })

  it('adds closures of both, but sees a quarrel about one', () => {
    const closure = (name: string, date: string) => ({ name, date })
    const old = { ...base, closures: [closure('Holiday', '2026-12-25')] }
    const more = { ...old, closures: [...old.closures, closure('Training', '2027-01-15')] }
    const other = { ...old, closures: [...old.closures, closure('Move', '2027-02-01')] }
    const all = mergeRules(old, more, other)
    expect(all.overlaps).toEqual([])
    expect(all.file.closures).toEqual([...other.closures, closure('Training', '2027-01-15')])
    const [moved, dropped] = [
      { ...old, closures: [closure('Holiday', '2026-12-24')] },
      { ...old, closures: [] },
    ]
    expect(mergeRules(old, moved, dropped).overlaps.map(({ path }) => path)).toEqual([['closures']])
  })

  it('keeps an entry that one removed and the other changed as a quarrel', () => {
    const gone = { ...base, practitioners: base.practitioners.filter(({ id }) => id !== 'osei') }
    const { overlaps, file: both } = mergeRules(base, places(4), gone)
    expect(overlaps.map(({ path }) => path)).toEqual([['practitioners', 'osei']])
    expect(both.practitioners.map(({ id }) => id).sort()).toEqual(['brandt', 'osei'])
  })
})
