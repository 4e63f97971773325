import { takePrefill, tellHeight } from './frame.ts'

// The practice's own page in somebody else's frame.
const widget = document.querySelector('chairtime-booking')
tellHeight(document.body)
if (widget) takePrefill(widget)
