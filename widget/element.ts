import { effect, signal } from '@preact/signals-core'
import type { RequestBody } from '../server/contract/index.ts'
import { createDraw } from './draw.ts'
import { newKey } from './key.ts'
import { type Booking, createBooking, type Preset } from './model.ts'
import { part } from './part.ts'
import { httpSource } from './source.ts'
import css from './style.css?inline'
import { speak } from './text/fill.ts'
import { screen } from './view/screen.ts'
import { loadFailed, loading } from './view/start.ts'

type EnginePart = typeof import('./parts/engine.ts')

/** How long a request waits for the connection before it is tried again unasked. */
const resendAfterMs = 15_000

/** The custom element's name. */
export const tag = 'chairtime-booking'

/** The page's own shortcuts must not fire while someone types their name; Escape may still close the page's dialog. */
const keepKeys = (event: KeyboardEvent) => {
  const { type } = event.target as HTMLInputElement
  if (/^te(l|xt)|email/.test(type) && event.key !== 'Escape') event.stopPropagation()
}

/**
 * Makes `<chairtime-booking>` known to the page; a second script on it changes nothing.
 *
 * Attributes: `practice`, `api` (the server; left out: where the script came from), `lang` (left out: the page's), `theme`
 * (`light`, `dark`, `auto`), `color`, `reason` and `provider` (ids), `prefill-given`, `-family`, `-day`, `-month`, `-year`,
 * `-mobile`, `-email`, `-note` and `-before` (the patient has been there), and `engine` (`page`: times are reckoned in the page). Events, bubbling and composed, with nothing personal and not the reason: `chairtime:ready`,
 * `chairtime:step`, `chairtime:slot`, `chairtime:submitted` and `chairtime:error`.
 *
 * @param ownApi - Origin the script came from.
 * @param visit - Where the patient came from.
 * @param leastFillMs - No request is sent sooner after the widget was opened.
 */
export const defineElement = (ownApi: string, visit: RequestBody['source'], leastFillMs = 1600) => {
  if (customElements.get(tag)) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)

  class BookingElement extends HTMLElement {
    static readonly observedAttributes = ['practice', 'api', 'color', 'lang']
    #end: (() => void) | undefined
    #paint: (() => void) | undefined

    connectedCallback() {
      if (!this.#end && this.getAttribute('practice')) this.#start()
    }

    /** A move within the page takes the element out and puts it back at once: that ends nothing. */
    disconnectedCallback() {
      setTimeout(() => {
        if (!this.isConnected) this.#stop()
      })
    }

    attributeChangedCallback(name: string, before: string | null, now: string | null) {
      if (before === now || !this.isConnected) return
      if (name === 'color') return this.#paint?.()
      this.#stop()
      this.connectedCallback()
    }

    #stop() {
      this.#end?.()
      this.#end = undefined
    }

    #start() {
      const get = (name: string) => this.getAttribute(name) ?? undefined
      const language = get('lang') ?? (document.documentElement.lang || undefined)
      const http = httpSource(get('api') ?? ownApi, get('practice')!, language)
      const preset: Preset = {
        reason: get('reason'),
        practitioner: get('provider'),
        details: {
          isNewPatient: get('prefill-before') ? false : null,
          ...Object.fromEntries([...this.attributes].map(({ name, value }) => [name.split('prefill-')[1], value])),
        },
        visit,
        leastFillMs,
        isSparing: (navigator as { connection?: { saveData?: boolean } }).connection?.saveData,
      }
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
      const accent = new CSSStyleSheet()
      root.adoptedStyleSheets = [sheet, accent]
      const card = document.createElement('div')
      card.className = 'ct'
      card.onkeydown = card.onkeypress = card.onkeyup = keepKeys
      root.replaceChildren(card)

      const booking = signal<Booking | null>(null)
      const hasFailed = signal(false)
      const load = async () => {
        hasFailed.value = false
        const answer = await http.practice()
        // Without it the server reckons, as it does for everybody else.
        const engine = get('engine') ? await part<EnginePart>('engine').catch(() => null) : null
        if (answer.ok) booking.value = createBooking(answer.value, engine?.withEngine(http) ?? http, newKey, preset)
        else hasFailed.value = true
      }
      const tell = (name: string, detail: object) => {
        this.dispatchEvent(new CustomEvent(`chairtime:${name}`, { bubbles: true, composed: true, detail }))
      }
      const resend = () => booking.value?.resend()
      const look = () => document.hidden || booking.value?.refresh()
      const leave = () => booking.value?.stop()

      // Weaker than the page's own `chairtime-booking { --accent: … }`; what is no colour would take all colours away.
      this.#paint = () => {
        const color = this.getAttribute('color') ?? booking.value?.practice.accent ?? ''
        accent.replaceSync(CSS.supports('color', color) ? `:host{--accent:${color}}` : '')
      }
      const draw = createDraw(root, card)
      const ends = [
        effect(() => {
          const ready = booking.value
          const spoken = ready?.practice.language
          speak(spoken, ready?.practice.texts)
          card.lang = spoken ?? 'en'
          card.dir = spoken === 'ar' ? 'rtl' : 'ltr'
          if (ready) draw(screen(ready), ready)
          else draw(hasFailed.value ? loadFailed(load) : loading())
        }),
        effect(this.#paint),
        effect(() => {
          const ready = booking.value
          if (!ready) return
          tell('ready', { practice: ready.practice.id })
          // The first date formatter is the dearest line of all, so it is made while the patient reads.
          ;(window.requestIdleCallback ?? setTimeout)(() => ready.dates.long(ready.practice.today))
        }),
        effect(() => {
          if (booking.value) tell('step', { step: booking.value.step.value })
        }),
        effect(() => {
          const { step, slot, reply } = booking.value ?? {}
          if (step?.value === 'details' && slot?.value) tell('slot', { start: slot.value.start })
          if (reply?.value) tell('submitted', {})
        }),
        effect(() => {
          const refusal = hasFailed.value ? 'unavailable' : booking.value?.refused.value?.refusal
          if (refusal) tell('error', { refusal })
          if (refusal !== 'offline') return
          const timer = setInterval(resend, resendAfterMs)
          return () => clearInterval(timer)
        }),
      ]
      const listened = [
        [window, 'online', resend],
        [window, 'pagehide', leave],
        [document, 'visibilitychange', look],
      ] as const
      for (const [on, name, run] of listened) on.addEventListener(name, run)
      this.#end = () => {
        for (const [on, name, run] of listened) on.removeEventListener(name, run)
        leave()
        for (const end of ends) end()
        draw(null)
      }
      load()
    }
  }
  customElements.define(tag, BookingElement)
}
