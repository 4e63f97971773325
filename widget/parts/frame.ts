const fields = ['given', 'family', 'day', 'month', 'year', 'mobile', 'email', 'note']

/**
 * Tells the page that holds this one how high it is, now and whenever that changes. Nothing is told where nothing holds it.
 *
 * @param body - What is as high as all that is shown.
 * @example
 * if (isInFrame()) tellHeight(document.body)
 */
export const tellHeight = (body: Element): void => {
  const tell = () => {
    const height = Math.ceil(body.getBoundingClientRect().height)
    window.parent.postMessage({ type: 'chairtime:height', height }, '*')
  }
  if (isInFrame()) new ResizeObserver(tell).observe(body)
}

/** Does another page hold this one? */
export const isInFrame = (): boolean => window.parent !== window

/**
 * Takes what the page that holds this one knows of the patient, as `{ type: 'chairtime:prefill', given, family, … }`, for
 * as long as nothing is chosen. The patient sees all of it before it is sent, and nothing of it is told back.
 *
 * @param element - The widget on the page; one with the same attributes and the details takes its place.
 */
export const takePrefill = (element: Element): void => {
  let shown = element
  let isBegun = false
  const begin = ({ detail }: CustomEventInit<{ step: string }>) => {
    isBegun ||= detail?.step === 'details' || detail?.step === 'sent'
  }
  shown.addEventListener('chairtime:step', begin)
  window.addEventListener('message', ({ source, data }: MessageEvent) => {
    if (source !== window.parent || data?.type !== 'chairtime:prefill' || isBegun || !isInFrame()) return
    const filled = shown.cloneNode(true) as Element
    for (const field of fields) {
      if (typeof data[field] === 'string') filled.setAttribute(`prefill-${field}`, data[field].slice(0, 500))
    }
    filled.addEventListener('chairtime:step', begin)
    shown.replaceWith(filled)
    shown = filled
  })
}
