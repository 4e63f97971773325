import { faker } from '@faker-js/faker/locale/en'
import type { Reason } from '../engine/index.ts'

/** The identifiers by which a request and an appointment are told to be the same person's. */
export interface SeedPatient {
  readonly given: string
  readonly family: string
  readonly birthDate: string
  readonly mobile: string
  readonly email: string
}

/** Whoever comes again, comes again as the same person. Reads the faker as it was seeded. */
export interface PatientRegister {
  /** A patient of fitting age who has no other visit on that date; a new one for a first visit. */
  patientFor(reason: Reason, date: string): SeedPatient
}

const ADULTS = 380
const CHILDREN = 70
const CHILD_REASON = 'child'
/** The practice's own. */
const TAKEN_NUMBER = 42

/** @param year - Ages are counted from here. */
export function patientRegister(year: number): PatientRegister {
  const emails = new Set<string>()
  const lastVisit = new Map<SeedPatient, string>()
  const adults = Array.from({ length: ADULTS }, () => patient(year - 88, year - 19))
  const children = Array.from({ length: CHILDREN }, () => patient(year - 11, year - 3))

  function patient(bornFrom: number, bornTo: number): SeedPatient {
    const given = faker.person.firstName()
    const family = faker.person.lastName()
    return {
      given,
      family,
      birthDate: [
        faker.number.int({ min: bornFrom, max: bornTo }),
        twoDigits(faker.number.int({ min: 1, max: 12 })),
        twoDigits(faker.number.int({ min: 1, max: 28 })),
      ].join('-'),
      mobile: `555-01${twoDigits(faker.helpers.arrayElement(numbers))}`,
      email: freeEmail(`${given}.${family}`.toLowerCase().replace(/[^a-z.]/g, '')),
    }
  }

  function freeEmail(name: string): string {
    let email = `${name}@example.com`
    for (let count = 2; emails.has(email); count++) email = `${name}${count}@example.com`
    emails.add(email)
    return email
  }

  return {
    patientFor(reason, date) {
      if (reason.patients === 'new') {
        const newcomer = patient(year - 80, year - 19)
        lastVisit.set(newcomer, date)
        adults.push(newcomer)
        return newcomer
      }
      const among = reason.id === CHILD_REASON ? children : adults
      const free = among.filter((one) => lastVisit.get(one) !== date)
      const chosen = faker.helpers.arrayElement(free)
      lastVisit.set(chosen, date)
      return chosen
    },
  }
}

const numbers = Array.from({ length: 100 }, (_, number) => number).filter((number) => number !== TAKEN_NUMBER)

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
