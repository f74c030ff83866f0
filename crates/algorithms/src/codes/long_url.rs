//! Which URLs a shortener takes: those that a click may safely follow.
//!
//! **The idea.** A short link hides where it leads, so what is let in matters. Only `http` and `https` are: `javascript:` and
//! `data:` would run in the reader's browser. A name and password before the host make one site look like another, and a
//! backslash or a control character is read in one way by a program and in another by a browser: neither gets in.
//!
//! **Invariant.** What comes out begins with `http://` or `https://`, has a host, and no space, control character or backslash.
//! Two spellings of one address come out the same where that is certain: scheme and host in small letters, no default port, `/`
//! for an empty path.
//!
//! This is not all of a URL: the path, the query and the fragment are left as they are. Source: RFC 3986, sections 3.1, 3.2, 6.2.

use std::fmt;

/// The longest URL, in bytes: what browsers and servers take without trouble.
pub const LONGEST: usize = 2_048;

/// The most bytes of a host's name (RFC 1035, section 2.3.4).
const LONGEST_HOST: usize = 253;

/// The most of a stranger's text that an error repeats, in characters.
const LONGEST_QUOTE: usize = 40;

/// Why a text is not shortened.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum UrlError {
    /// There is no text.
    Empty,
    /// Longer than [`LONGEST`]; its length in bytes.
    TooLong(usize),
    /// It does not say `http://` or `https://`.
    NoScheme,
    /// Another scheme; those that run code are named as such.
    Scheme(String),
    /// A space, a control character or a backslash.
    Character(char),
    /// A name, or name and password, before the host.
    Account,
    /// There is no host.
    NoHost,
    /// The host is none: an empty label, a sign that no host has, or too long.
    Host(String),
    /// The port is no number from 1 to 65535.
    Port(String),
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "There is nothing to shorten. Paste a link that begins with https://."),
            Self::TooLong(bytes) => write!(f, "That is {bytes} bytes; a link here has at most {LONGEST}."),
            Self::NoScheme => write!(f, "Say how to get there: a link begins with https:// or http://."),
            Self::Scheme(scheme) if runs_code(scheme) => {
                write!(f, "“{scheme}:” is not shortened: a click on it could run code in the visitor’s browser.")
            }
            Self::Scheme(scheme) => write!(f, "“{scheme}:” is not shortened: only http and https lead to a web page."),
            Self::Character(' ') => write!(f, "There is a space in it. Write it as %20, or paste one link at a time."),
            Self::Character('\\') => {
                write!(f, "There is a backslash in it; browsers and servers disagree what that means.")
            }
            Self::Character(character) => {
                write!(f, "There is a character in it that nobody can see, U+{:04X}.", u32::from(*character))
            }
            Self::Account => {
                write!(f, "There is a name before “@”: that makes one site look like another, so it is not shortened.")
            }
            Self::NoHost => write!(f, "The host is missing: https:// and then, for example, example.com."),
            Self::Host(host) => write!(f, "“{host}” is not the name of a host."),
            Self::Port(port) => write!(f, "“{port}” is not a port: that is a number from 1 to 65535."),
        }
    }
}

impl std::error::Error for UrlError {}

/// A URL that may be shortened.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct LongUrl {
    text: String,
    host: (usize, usize),
}

impl LongUrl {
    /// Checks a text that somebody typed or pasted. Spaces around it do not matter.
    ///
    /// # Errors
    /// If a click on it could do harm, or would lead nowhere.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(UrlError::Empty);
        }
        if text.len() > LONGEST {
            return Err(UrlError::TooLong(text.len()));
        }
        if let Some(bad) = text.chars().find(|character| is_unsafe(*character)) {
            return Err(UrlError::Character(bad));
        }
        let (scheme, rest) = split_scheme(text)?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at(end);
        if authority.contains('@') {
            return Err(UrlError::Account);
        }
        let (host, port) = split_port(authority);
        let host = check_host(host)?;
        let port = check_port(port, &scheme)?;
        let start = scheme.len() + 3;
        let slash = if tail.starts_with('/') { "" } else { "/" };
        let whole = [&scheme, "://", &host, &port, slash, tail].concat();
        if whole.len() > LONGEST {
            return Err(UrlError::TooLong(whole.len()));
        }
        Ok(Self { text: whole, host: (start, start + host.len()) })
    }

    /// The whole URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its host: what a reader should see before going there.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.text[self.host.0..self.host.1]
    }
}

/// Whether a scheme makes a browser run what follows, or open what a stranger's site must not.
fn runs_code(scheme: &str) -> bool {
    ["javascript", "data", "vbscript", "blob", "file"].contains(&scheme)
}

fn is_unsafe(character: char) -> bool {
    // Marks that turn the direction of writing, or have no width, can make a host look like another.
    let hides = matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    character.is_control() || character.is_whitespace() || character == '\\' || hides
}

/// The scheme in small letters, and what follows its `://`.
fn split_scheme(text: &str) -> Result<(String, &str), UrlError> {
    let end = text.find([':', '/', '?', '#']).filter(|end| text[*end..].starts_with(':'));
    let Some(end) = end else {
        return Err(UrlError::NoScheme);
    };
    let scheme = text[..end].to_ascii_lowercase();
    let after = &text[end + 1..];
    if scheme != "http" && scheme != "https" {
        // `example.com:8080` and `localhost:3000` have no scheme, but a port.
        let is_port = after.starts_with(|first: char| first.is_ascii_digit());
        let is_name = scheme.starts_with(|first: char| first.is_ascii_lowercase())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        let is_scheme = is_name && !is_port && !scheme.contains('.');
        return Err(if is_scheme { UrlError::Scheme(quoted(&scheme)) } else { UrlError::NoScheme });
    }
    let rest = after.strip_prefix("//").ok_or(UrlError::NoHost)?;
    Ok((scheme, rest))
}

/// Host and port; the colons of an IPv6 address in brackets are no port's.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    let after_brackets = authority.rfind(']').map_or(0, |bracket| bracket + 1);
    match authority[after_brackets..].find(':') {
        Some(colon) => (&authority[..after_brackets + colon], Some(&authority[after_brackets + colon + 1..])),
        None => (authority, None),
    }
}

/// The host in small letters.
fn check_host(host: &str) -> Result<String, UrlError> {
    if host.is_empty() {
        return Err(UrlError::NoHost);
    }
    let wrong = || UrlError::Host(quoted(host));
    if let Some(inside) = host.strip_prefix('[') {
        let address = inside.strip_suffix(']').ok_or_else(wrong)?;
        address.parse::<std::net::Ipv6Addr>().map_err(|_| wrong())?;
        return Ok(host.to_ascii_lowercase());
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    let fits = |character: char| character.is_alphanumeric() || character == '-' || !character.is_ascii();
    let is_label = |label: &str| !label.is_empty() && label.len() <= 63 && label.chars().all(|c| fits(c) || c == '_');
    if name.len() > LONGEST_HOST || !name.split('.').all(is_label) {
        return Err(wrong());
    }
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    if name.split('.').next_back().is_some_and(is_number) && name.parse::<std::net::Ipv4Addr>().is_err() {
        return Err(wrong());
    }
    Ok(host.to_ascii_lowercase())
}

/// The port with its colon; nothing for none, and for the one that the scheme has anyway.
fn check_port(port: Option<&str>, scheme: &str) -> Result<String, UrlError> {
    let Some(port) = port.filter(|port| !port.is_empty()) else {
        return Ok(String::new());
    };
    let number = Some(port).filter(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
    match number.and_then(|number| number.parse::<u16>().ok()) {
        None | Some(0) => Err(UrlError::Port(quoted(port))),
        Some(80) if scheme == "http" => Ok(String::new()),
        Some(443) if scheme == "https" => Ok(String::new()),
        Some(number) => Ok(format!(":{number}")),
    }
}

/// The beginning of a stranger's text.
fn quoted(text: &str) -> String {
    let mut quote: String = text.chars().take(LONGEST_QUOTE).collect();
    if quote.len() < text.len() {
        quote.push('…');
    }
    quote
}
