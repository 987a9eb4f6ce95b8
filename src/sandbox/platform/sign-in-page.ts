/** Where an invitation's link leads: asks for a password and nothing else. Tenant and token stay in the address. */
export const signInPage = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>First sign-in</title>
<h1>Choose your password</h1>
<form id="form"><label>New password <input id="password" type="password" minlength="12" required></label>
<button>Sign in</button></form><p id="told" role="status"></p>
<script>
  const asked = new URLSearchParams(location.search);
  document.getElementById('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const body = { tenant: asked.get('tenant'), token: asked.get('token'), password: document.getElementById('password').value };
    const answer = await fetch('/first-sign-in', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    document.getElementById('told').textContent = answer.ok ? 'You are signed in.' : 'This link does not open anything (any more).';
  });
</script></html>`;
