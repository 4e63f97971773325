/** Vite takes a style sheet imported like this out of the script, into a file beside it. */
declare module '*.css'
