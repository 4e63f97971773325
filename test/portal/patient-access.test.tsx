import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import type { Role } from '../../server/contract/desk.ts'
import { openPortal } from './kit.tsx'
import {
  answerPatients,
  invited,
  noConsent,
  patientPage,
  patientRow,
  problem,
  rowsOf,
  sentTo,
} from './patients-kit.tsx'

const at = '2026-11-12T11:03:00-05:00'
const rows = [
  patientRow({ access: 'invited', accessAt: at }),
  patientRow({ id: 'p3', given: 'Priya', family: 'Raman', access: 'enrolled', accessAt: at }),
  patientRow({ id: 'p4', given: 'Victor', family: 'Salas', access: 'removed', accessAt: at }),
  patientRow({ id: 'p5', given: 'Nadia', family: 'Kowalczyk', access: 'invited', accessAt: at, isBounced: true }),
  patientRow({ id: 'p6', given: 'Leo', family: 'Raman', access: 'invited', accessAt: at, isLinkEnded: true }),
]

function open(hash = '#/elm/patient-access', role: Role = 'staff') {
  const counts = { invited: 64, enrolled: 241, removed: 13 }
  const answers = answerPatients({ role, list: { patients: rows, total: 318, access: counts } })
  return { ...answers, ...openPortal(hash) }
}
const table = () => screen.findByRole('table')
const button = (name: string | RegExp) => screen.getByRole('button', { name })

describe('patient access', () => {
  it('lists whoever was invited, with states and what can be done', async () => {
    const { portal, bodies } = open()
    const told = rowsOf(await table())
    expect(told.map(([name, , state, since, acts]) => [name, state, since, acts])).toEqual([
      [
        'Imani Whitfield',
        'Invited',
        'Since: Thu 12 Nov, 11:03',
        'Send again to Imani WhitfieldRemove… the access of Imani Whitfield',
      ],
      ['Priya Raman', 'Enrolled', 'Since: Thu 12 Nov, 11:03', 'Remove… the access of Priya Raman'],
      ['Victor Salas', 'Removed', 'Since: Thu 12 Nov, 11:03', 'Send again to Victor Salas'],
      [
        'Nadia Kowalczyk',
        'Bounced',
        'Since: Thu 12 Nov, 11:03',
        'Send again to Nadia KowalczykRemove… the access of Nadia Kowalczyk',
      ],
      ['Leo Raman', 'Link ended', 'Since: Thu 12 Nov, 11:03', 'Send again to Leo RamanRemove… the access of Leo Raman'],
    ])
    expect(bodies('/search')).toEqual([{ text: '', access: 'any' }])
    await waitFor(() => expect(portal.title.value).toBe('Patient access · Elm Dental'))
    const main = screen.getByRole('navigation', { name: 'Main' })
    expect(within(main).getByRole('link', { name: 'Patients' }).getAttribute('aria-current')).toBe('page')
  })

  it('has a tab for each state, with how many there are, in the address', async () => {
    const { portal, bodies } = open()
    await table()
    const tabs = within(screen.getByRole('navigation', { name: 'Which accounts' })).getAllByRole('link')
    expect(tabs.map((tab) => [tab.textContent, tab.getAttribute('href')])).toEqual([
      ['All318', '#/elm/patient-access'],
      ['Invited64', '#/elm/patient-access?show=invited'],
      ['Enrolled241', '#/elm/patient-access?show=enrolled'],
      ['Removed13', '#/elm/patient-access?show=removed'],
    ])
    portal.go('#/elm/patient-access?show=removed')
    await waitFor(() => expect(bodies('/search').at(-1)).toEqual({ text: '', access: 'removed' }))
  })

  it('is searched among those of the tab', async () => {
    const { known, bodies } = open('#/elm/patient-access?show=invited')
    await table()
    known.list = { ...known.list, patients: [] }
    fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'raman' } })
    expect(await screen.findByRole('heading', { name: 'Nobody found' })).toBeTruthy()
    expect(bodies('/search').at(-1)).toEqual({ text: 'raman', access: 'invited' })
  })

  it('leads to all patients where nobody was invited', async () => {
    answerPatients({ list: { patients: [] } })
    const { addresses } = openPortal('#/elm/patient-access')
    expect(await screen.findByRole('heading', { name: 'Nobody has been invited yet' })).toBeTruthy()
    fireEvent.click(button('Show all patients'))
    expect(addresses.at(-1)?.hash).toBe('#/elm/patients')
  })

  it('removes after a question, says so, and can send again', async () => {
    const { on, bodies, portal } = open()
    await table()
    on('/p3/access/remove', () => ({
      patient: patientPage({ id: 'p3', given: 'Priya', family: 'Raman', access: 'removed' }),
      invitation: null,
    }))
    on('/p3/invitation', () => ({ patient: invited({ id: 'p3' }), invitation: sentTo() }))
    fireEvent.click(button(/^Remove… the access of Priya/))
    const asked = within(screen.getByRole('dialog', { name: 'Remove the access of Priya Raman?' }))
    expect(asked.getByText(/signed out everywhere/)).toBeTruthy()
    fireEvent.click(asked.getByRole('button', { name: 'Remove access' }))
    expect(
      await screen.findByText('Priya Raman can no longer sign in, and the link is dead.', { selector: 'main *' }),
    ).toBeTruthy()
    expect(portal.said.value).toBe('Priya Raman can no longer sign in, and the link is dead.')
    fireEvent.click(button('Send again'))
    expect(await screen.findByRole('dialog', { name: 'Invitation sent' })).toBeTruthy()
    expect([bodies('/p3/access/remove'), bodies('/p3/invitation')]).toEqual([[{}], [{}]])
  })

  it('keeps the question open when the server refuses', async () => {
    const { on } = open()
    await table()
    on('/p3/access/remove', () => problem(409, 'not-changeable', 'It was removed already.'))
    fireEvent.click(button(/^Remove… the access of Priya/))
    fireEvent.click(button('Remove access'))
    expect(await screen.findByText('It was removed already.')).toBeTruthy()
    expect(screen.getByRole('dialog')).toBeTruthy()
  })

  it('sends again, and leads to the patient where the consent is missing', async () => {
    const { on, addresses } = open()
    await table()
    on('/p1/invitation', () => ({ patient: invited(), invitation: noConsent }))
    fireEvent.click(button('Send again to Imani Whitfield'))
    const refused = within(await screen.findByRole('dialog', { name: 'No invitation was sent' }))
    fireEvent.click(refused.getByRole('button', { name: 'Record consent' }))
    expect(addresses.at(-1)).toEqual({ hash: '#/elm/patients/p1', step: 'on' })
  })

  it('offers nothing that changes anything to who may only look', async () => {
    open('#/elm/patient-access', 'read-only')
    const shown = within(await table())
    expect(shown.queryAllByRole('button')).toEqual([])
    expect(shown.getAllByRole('columnheader')).toHaveLength(4)
  })
})
