/** Frames that have been told what the page knows of the patient. */
const told = new WeakSet<HTMLIFrameElement>()

/**
 * Keeps each `<iframe data-chairtime>` as high as what is in it, and hands it what its `data-prefill-*` say. A message
 * counts only when it comes from the frame itself and from the server that the frame's address names.
 */
export const onFrameMessage = ({ source, origin, data }: MessageEvent): void => {
  const frame = [...document.querySelectorAll<HTMLIFrameElement>('iframe[data-chairtime]')].find(
    ({ contentWindow, src }) => contentWindow === source && src.startsWith(`${origin}/`),
  )
  if (!frame || data?.type !== 'chairtime:height' || !(data.height > 0)) return
  frame.style.setProperty('height', `${Math.ceil(data.height)}px`, 'important')
  if (told.has(frame)) return
  told.add(frame)
  const known = [...frame.attributes].flatMap(({ name, value }) =>
    name.startsWith('data-prefill-') ? [[name.slice('data-prefill-'.length), value]] : [],
  )
  if (known[0]) frame.contentWindow?.postMessage({ ...Object.fromEntries(known), type: 'chairtime:prefill' }, origin)
}
