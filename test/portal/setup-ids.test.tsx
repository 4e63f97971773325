import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idFrom } from '../../portal/model/setup-ids.ts'
import { timeZoneIn } from '../../portal/model/setup-time-zone.ts'
import { Id } from '../../server/contract/fields.ts'

describe('idFrom', () => {
  it('spells a name in lower-case letters, digits and hyphens', () => {
    expect(idFrom('Dr. Zoë Ångström', [], 'practitioner')).toBe('dr-zoe-angstrom')
    expect(idFrom('Children’s check-up', [], 'reason')).toBe('childrens-check-up')
    expect(idFrom('Große Straße', [], 'location')).toBe('grosse-strasse')
  })

  it('takes another one where it stands for something else, and a plain one where nothing can be spelled', () => {
    expect(idFrom('Chair', ['chair', 'chair-2'], 'chair')).toBe('chair-3')
    expect(idFrom('检查', [], 'reason')).toBe('reason')
  })

  it('is an id by the contract, whatever the name', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.constantFrom('a', 'chair', 'chair-2')),
        (name, taken) => {
          const id = idFrom(name, taken, 'chair')
          expect(Id.safeParse(id).success).toBe(true)
          expect(taken).not.toContain(id)
        },
      ),
    )
  })
})

describe('timeZoneIn', () => {
  it('finds the zone by its name or its city, however it is spelled', () => {
    expect(timeZoneIn('america/new york')).toBe('America/New_York')
    expect(timeZoneIn('New York')).toBe('America/New_York')
    expect(timeZoneIn('Elm Street')).toBeNull()
  })
})
