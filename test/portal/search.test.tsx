import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import type { RequestRow } from '../../server/contract/desk.ts'
import { answerAs, detailOfRow, openPortal, refuse, row, server, tomas, yuki } from './kit.tsx'

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
const field = () => screen.getByRole('searchbox', { name: 'Search patients and requests' })
const type = (value: string) => fireEvent.input(field(), { target: { value } })

async function deskThatFinds(found: RequestRow[]) {
  answerAs({ requests: [row()], details: [tomas, yuki, row()].map((each) => detailOfRow(each)) })
  const asked: unknown[] = []
  server.use(
    http.post('*/portal/api/practices/elm/search', async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json({ requests: found })
    }),
  )
  const opened = openPortal()
  await screen.findByRole('link', { name: /Imani/ })
  return { ...opened, asked }
}

describe('search', () => {
  it('is reached by /, looks once typing pauses, and puts what it finds in the place of the list', async () => {
    const { asked } = await deskThatFinds([tomas, yuki])
    press('/')
    expect(document.activeElement).toBe(field())
    type('t')
    type('tom')
    expect(await screen.findByText('2 found', { selector: 'b' })).toBeTruthy()
    expect(asked).toEqual([{ text: 'tom' }])
    expect(screen.queryByRole('link', { name: /Imani/ })).toBeNull()
    expect(screen.getByText('2 found', { selector: '.sr' })).toBeTruthy()
  })

  it('goes into the results by Enter, over them by J, and opens one without losing them', async () => {
    await deskThatFinds([tomas, yuki])
    press('/')
    type('a')
    press('Enter')
    await waitFor(() => expect(document.activeElement?.textContent).toMatch(/^Tomás/))
    press('j')
    await waitFor(() => expect(document.activeElement?.textContent).toMatch(/^Yuki/))
    fireEvent.click(document.activeElement!)
    expect(await screen.findByRole('region', { name: 'Yuki Tanabe' })).toBeTruthy()
    expect(screen.getByText('2 of 2')).toBeTruthy()
  })

  it('ends by Esc, with the list as it was', async () => {
    await deskThatFinds([])
    press('/')
    type('nobody')
    expect(await screen.findByRole('heading', { name: 'Nothing found' })).toBeTruthy()
    press('Escape')
    expect(await screen.findByRole('link', { name: /Imani/ })).toBeTruthy()
    expect(field()).toHaveProperty('value', '')
  })

  it('says when it did not work', async () => {
    await deskThatFinds([])
    server.use(http.post('*/portal/api/practices/elm/search', () => refuse(503, 'unavailable'), { once: true }))
    press('/')
    type('tom')
    expect(await screen.findByRole('heading', { name: 'The search did not work' })).toBeTruthy()
    fireEvent.click(within(screen.getByRole('alert')).getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('heading', { name: 'Nothing found' })).toBeTruthy()
  })
})
