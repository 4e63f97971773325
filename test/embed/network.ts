import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Case, Visit } from './case.ts'
import { page } from './host.ts'
import { book, chooseFirstShown, chooseFirstTime, fillDetails, seeSent, send } from './patient.ts'

/** Answers the next few of these with 503, as a server does that is being changed. */
async function failNext(page: Page, times: number, isMeant: (method: string, path: string) => boolean): Promise<void> {
  let left = times
  await page.route(/\/v1\/practices\//, (route, request) => {
    if (left <= 0 || !isMeant(request.method(), new URL(request.url()).pathname)) return route.fallback()
    left--
    return route.fulfill({ status: 503, body: 'busy', headers: { 'Access-Control-Allow-Origin': '*' } })
  })
}

let sent = 0

/** Other patients, who were faster. */
async function takeAll({ host, practice }: Visit, start: string): Promise<void> {
  for (const status of [201, 201, 409]) {
    const response = await fetch(`${host.api}/v1/practices/${practice}/requests`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `faster-patient-${++sent}` },
      body: JSON.stringify({
        reason: 'check',
        practitioner: null,
        start,
        patient: { given: 'Omar', family: 'Ito', birthDate: '1980-01-02', mobile: `555-02${10 + sent}` },
        isNewPatient: false,
        consent: { email: false, text: false },
      }),
    })
    assert.equal(response.status, status)
  }
}

const plain: Case['page'] = ({ tag }) => page(tag('async'))
const noConnection = /net::ERR_INTERNET_DISCONNECTED/
const unavailable = /status of 503/

/** What happens on the way to the server and back. */
export const networkCases: readonly Case[] = [
  {
    name: 'the engine in the page: rules are asked for, and no list of times',
    page: ({ tag }) => page(tag('async data-engine="page"')),
    async run(visit) {
      const asked: string[] = []
      visit.page.on('request', (request) => asked.push(new URL(request.url()).pathname.split('/').at(-1)!))
      await visit.page.reload()
      await book(visit.page)
      assert.ok(asked.includes('engine.js') && asked.includes('compiled'), asked.join(' '))
      assert.ok(!asked.includes('openings'), asked.join(' '))
    },
  },
  {
    name: 'offline as it is sent, then online',
    page: plain,
    says: noConnection,
    async run({ page, requests }) {
      await chooseFirstTime(page)
      await fillDetails(page)
      await page.context().setOffline(true)
      await send(page)
      await page.getByText('We send your request when you are back.').waitFor()
      assert.equal((await requests()).length, 0)
      await page.context().setOffline(false)
      await seeSent(page)
    },
  },
  {
    name: '503 twice at the start',
    page: plain,
    says: unavailable,
    async run({ page, url }) {
      await failNext(page, 2, (method, path) => method === 'GET' && /practices\/[^/]+$/.test(path))
      await page.goto(url)
      await page.getByRole('button', { name: 'Try again' }).click()
      await book(page)
    },
  },
  {
    name: '503 once at every question, and twice as it is sent',
    page: plain,
    says: unavailable,
    async run({ page, url }) {
      await failNext(page, 1, (method, path) => method === 'GET' && /practices\/[^/]+$/.test(path))
      await failNext(page, 1, (_, path) => path.endsWith('/openings'))
      await failNext(page, 1, (method, path) => method === 'POST' && path.endsWith('/holds'))
      await failNext(page, 2, (method, path) => method === 'POST' && path.endsWith('/requests'))
      await page.goto(url)
      await chooseFirstTime(page)
      await fillDetails(page)
      await send(page)
      await page.getByText('Your request has not reached us yet').waitFor()
      await page.getByRole('button', { name: 'Try again' }).click()
      await seeSent(page)
    },
  },
  {
    name: '409: somebody was faster, so another time',
    page: plain,
    says: /status of 409/,
    requests: 3,
    async run(visit) {
      const { page } = visit
      await page.getByRole('radio', { name: /^Check-up/ }).click()
      const times = page.getByRole('group', { name: 'Morning' }).getByRole('radio')
      await times.first().waitFor()
      await takeAll(visit, '2026-11-23T09:00:00-05:00')
      await chooseFirstShown(page)
      await page.getByRole('heading', { name: 'That time has just been taken' }).waitFor()
      await fillDetails(page)
      await page.getByRole('group', { name: 'Nearest times' }).getByRole('radio').first().click()
      await send(page)
      await seeSent(page)
    },
  },
  {
    name: 'slow: 3G',
    page: plain,
    async run({ page, url }) {
      const session = await page.context().newCDPSession(page)
      await session.send('Network.enable')
      await session.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 400,
        downloadThroughput: 50_000,
        uploadThroughput: 50_000,
      })
      await page.goto(url)
      await book(page)
    },
  },
]
