import { render } from 'preact'
import { App } from './app.tsx'

// A page that the browser kept may show an account that was signed out since.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload()
})

const page = document.getElementById('page')
if (page !== null) render(<App />, page)
