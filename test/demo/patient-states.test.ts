import { readFileSync } from 'node:fs'
import { afterEach, expect, it } from 'vitest'
import { seedPatients } from '../../demo/patient-states.ts'
import { readPracticeFile } from '../../server/practice-file.ts'
import { MONDAY_8, type TestHouse, testHouse } from '../kit/house.ts'
import { patientDeskOf } from '../kit/patients.ts'

let house: TestHouse
afterEach(() => house.close())

it('shows the demo’s staff patients in every state', async () => {
  const answer = readPracticeFile(
    readFileSync(new URL('../../demo/practice.json', import.meta.url), 'utf8'),
    '2026-11-23',
  )
  if (!answer.ok) throw new Error('the demo practice has faults')
  house = await testHouse({ ...answer.file, id: 'oak' })
  const dana = await patientDeskOf(house)
  const { userId } = (await house.accounts.findStaff('dana@example.com'))!
  await seedPatients(house, 'oak', MONDAY_8, userId)
  const { patients, access } = await dana.list()
  expect(access).toEqual({ invited: 2, enrolled: 1, removed: 1 })
  // O'Shea and Oshea stand in the order of their ids.
  expect(patients.map(({ family, access: state }) => [family, state]).sort()).toEqual([
    ['Kowalczyk-Ray', 'invited'],
    ['Marsh', 'none'],
    ['Mori', 'none'],
    ["O'Shea", 'none'],
    ['Oshea', 'none'],
    ['Raman', 'enrolled'],
    ['Salas', 'removed'],
    ['Thornbury', 'invited'],
  ])
  const page = async (family: string) => dana.page(patients.find((each) => each.family === family)!.id)
  expect((await page('Kowalczyk-Ray')).invitations.map(({ state, why }) => [state, why])).toEqual([
    ['open', null],
    ['withdrawn', 'address-changed'],
  ])
  expect((await page('Mori')).consent).toEqual({ email: false, text: false })
  expect((await page('Oshea')).duplicates).toHaveLength(1)
})
