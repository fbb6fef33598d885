// Runs before the first paint: what the reader chose must not flash in after it.
;(function () {
  var root = document.documentElement
  var read = function (key) {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  var theme = read('fairlead.theme')
  var isDark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-scheme', isDark ? 'dark' : 'light')
  try {
    var prefs = JSON.parse(read('fairlead.prefs') || '{}')
    if (prefs.density === 'comfortable') root.setAttribute('data-density', 'comfortable')
    if (prefs.isNavCollapsed === true) root.setAttribute('data-nav', 'collapsed')
  } catch {
    // Junk in the store: the defaults hold.
  }
})()
