import type { Server } from 'node:http'
import { Hono } from 'hono'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { importPractice } from '../../server/import.ts'
import { closeServer, listenOn, portOf } from '../../server/listen.ts'
import * as accountEn from '../../widget/account/text/en.ts'
import { languages as accountLanguages } from '../../widget/account/text/languages.ts'
import * as ownEn from '../../widget/patient/text/en.ts'
import { languages as ownLanguages } from '../../widget/patient/text/languages.ts'
import * as en from '../../widget/text/en.ts'
import { languages } from '../../widget/text/languages.ts'
import { testPractice } from '../kit/practice.ts'
import { openStreet, type Street } from '../kit/street.ts'

export const tongues = ['en', 'es', 'fr', 'de', 'ar', 'zh-Hans'] as const
export type Tongue = (typeof tongues)[number]

type Words<English> = Readonly<Record<keyof English, string>>

/** The widget's words in a language by the names of the English ones; those that are counted are left in English. */
export function wordsIn(tongue: Tongue): Words<typeof en> {
  return { ...en, ...plainOf(languages[tongue]) }
}

/** Those of the patient's own page. */
export function ownWordsIn(tongue: Tongue): Words<typeof ownEn> {
  return { ...ownEn, ...plainOf(ownLanguages[tongue]) }
}

/** Those of an invitation and an account. */
export function accountWordsIn(tongue: Tongue): Words<typeof accountEn> {
  return { ...accountEn, ...plainOf(accountLanguages[tongue]) }
}

function plainOf(texts: object = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => typeof text === 'string'))
}

/**
 * A practice that shows every screen: three parts of the day, places that are shared, a week in which it is closed, a
 * reason that nobody gives just now, and long names.
 */
function widePractice(): PracticeFile {
  const weekdays = (start: string, end: string, days = 'MO,TU,WE,TH,FR') => ({
    rrule: `FREQ=WEEKLY;BYDAY=${days}`,
    start,
    end,
  })
  const all = [weekdays('09:00', '12:00'), weekdays('13:00', '16:00'), weekdays('17:00', '19:00', 'MO,WE')]
  return testPractice({
    answerWithin: 'one working day',
    answersWithin: {
      es: 'en un día laborable',
      fr: 'sous un jour ouvré',
      de: 'ein Werktag',
      ar: 'يوم عمل واحد',
      'zh-Hans': '一个工作日',
    },
    privacyUrl: 'https://oak.example.com/privacy',
    consentLanguages: [...tongues],
    urgentCare: {
      title: 'In pain, swollen or bleeding?',
      titles: {
        es: '¿Dolor, hinchazón o sangrado?',
        fr: 'Douleur, gonflement ou saignement ?',
        de: 'Schmerzen, Schwellung oder Blutung?',
        ar: 'هل لديك ألم أو تورّم أو نزيف؟',
        'zh-Hans': '疼痛、肿胀或出血？',
      },
      text: 'Please call. We keep time free every day.',
      texts: {
        es: 'Llámenos. Cada día guardamos tiempo para ello.',
        fr: 'Appelez-nous. Nous gardons du temps libre chaque jour.',
        de: 'Bitte rufen Sie an. Wir halten jeden Tag Zeit frei.',
        ar: 'يرجى الاتصال بنا. نترك وقتًا متاحًا كل يوم.',
        'zh-Hans': '请致电。我们每天都预留时间。',
      },
      phone: '555-0100',
    },
    reasons: [
      {
        id: 'check',
        name: 'Check-up and clean',
        names: {
          es: 'Revisión y limpieza',
          fr: 'Contrôle et détartrage',
          de: 'Kontrolluntersuchung und Zahnreinigung',
          ar: 'فحص وتنظيف',
          'zh-Hans': '检查和洁牙',
        },
        description: 'every six months or so',
        durationMinutes: 30,
        chairs: ['one', 'two'],
        bufferBeforeMinutes: 0,
        bufferAfterMinutes: 0,
      },
      { id: 'clean', name: 'Cleaning', durationMinutes: 60, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
      {
        id: 'first',
        name: 'First visit',
        durationMinutes: 60,
        chairs: ['one', 'two'],
        patients: 'new',
        bufferBeforeMinutes: 0,
        bufferAfterMinutes: 0,
      },
      { id: 'gum', name: 'Gum care', durationMinutes: 60, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
    ],
    practitioners: [
      { id: 'ann', name: 'Dr Ann Ash', role: 'dentist', reasons: ['check', 'first'], schedules: [{ windows: all }] },
      { id: 'bob', name: 'Dr Bob Birch', role: 'dentist', reasons: ['check'], schedules: [{ windows: all }] },
      {
        id: 'kim',
        name: 'Kim Cedar',
        role: 'hygienist',
        splitBooking: 2,
        reasons: ['clean'],
        schedules: [{ windows: all }],
      },
      { id: 'lee', name: 'Lee Dogwood', reasons: ['gum'], schedules: [] },
    ].map((one) => ({ splitBooking: 1, weeks: [], exceptions: [], ...one })),
    closures: [{ name: 'Closed', from: '2026-11-30', through: '2026-12-06' }],
  })
}

/** The street with a website of ours on it, which has the widget in any language. */
export interface Site {
  readonly street: Street
  /** Address of a page with the widget, for a practice of its own: what is taken there is taken for nobody else. */
  open(options?: {
    readonly tongue?: Tongue
    readonly places?: 1 | 2
    readonly attributes?: string
    readonly mode?: 'inline' | 'popup' | 'float'
  }): Promise<Opened>
  close(): Promise<void>
}

export interface Opened {
  readonly practice: string
  readonly url: string
  /** Somebody else's request for a start, made by every practitioner who could still give it. */
  take(start: string): Promise<void>
}

export async function openSite(): Promise<Site> {
  const street = await openStreet()
  const pages = new Hono()
  pages.get('/:practice/:tongue', (context) => {
    const { practice, tongue } = context.req.param()
    const { attributes = '', mode = 'inline' } = context.req.query()
    const snippet =
      mode === 'inline'
        ? `<chairtime-booking practice="${practice}" ${attributes}><a href="tel:555-0100">555-0100</a></chairtime-booking>
<script async src="${street.api}/v1/book.js"></script>`
        : `<script async src="${street.api}/v1/book.js" data-practice="${practice}" data-mode="${mode}"></script>`
    const dir = tongue === 'ar' ? 'rtl' : 'ltr'
    return context.html(`<!doctype html><html lang="${tongue}" dir="${dir}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Oak Dental</title>
<link rel="icon" href="data:,"><style>body{margin:8px;background:Canvas;color:CanvasText}footer{margin-block:48px}</style></head><body data-host><header><h1>Oak Dental</h1></header>
<main>${snippet}</main><footer><a href="#top">Oak Dental, 1 Oak Street</a></footer></body></html>`)
  })
  const server: Server = await listenOn(pages.fetch, { port: 0, host: '127.0.0.1' })
  const origin = `http://127.0.0.1:${portOf(server)}`
  let opened = 0
  let sent = 0
  return {
    street,
    async open({ tongue = 'en', places = 1, attributes = '', mode = 'inline' } = {}) {
      const id = `oak-${++opened}`
      const file = { ...widePractice(), id, origins: [origin, street.api] }
      const [first] = file.locations
      const second = { ...first!, id: 'mill', name: 'Mill Lane', address: '22 Mill Lane' }
      if (places === 2) {
        file.locations = [...file.locations, second]
        file.chairs = file.chairs.map((chair) => ({ ...chair, location: 'main' }))
        file.practitioners = file.practitioners.map((one) => ({
          ...one,
          schedules: one.schedules.map(({ windows }) => ({
            windows: windows.map((window) => ({ ...window, location: 'main' })),
          })),
        }))
      }
      const answer = await importPractice(street.store, file, street.now)
      if (!answer.ok) throw new Error(answer.reason)
      return {
        practice: id,
        url: `${origin}/${id}/${tongue}?mode=${mode}&attributes=${encodeURIComponent(attributes)}`,
        async take(start) {
          for (const status of [201, 201, 409]) {
            const response = await fetch(`${street.api}/v1/practices/${id}/requests`, {
              method: 'POST',
              headers: {
                'Content-Type': 'application/json',
                'Idempotency-Key': `other-patient-${++sent}`,
                Origin: origin,
              },
              body: JSON.stringify({
                reason: 'check',
                practitioner: null,
                start,
                patient: { given: 'Omar', family: 'Reyes', birthDate: '1980-01-02', mobile: `555-01${10 + sent}` },
                isNewPatient: false,
                consent: { email: false, text: false },
              }),
            })
            if (response.status !== status) throw new Error(`taking ${start} answered ${response.status}`)
          }
        },
      }
    },
    async close() {
      await closeServer(server)
      await street.close()
    },
  }
}
