import './tokens.css'
import './global.css'
import './start.css'
