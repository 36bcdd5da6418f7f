const login = document.querySelector('latchkey-login')

login.addEventListener('latchkey-login', async ({ detail: session }) => {
  const answer = await fetch(`${login.getAttribute('base-url')}/api/v1/session`, {
    headers: {
      Authorization: `Bearer ${session.sessionToken}`,
      'X-client-id': login.getAttribute('client-id'),
    },
  })
  const { user } = await answer.json()
  login.hidden = true
  document.querySelector('#who').textContent = `Welcome, ${user.nick}`
})
