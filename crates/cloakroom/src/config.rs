//! Configuration: a file, over it the environment, over it the flags.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use cloakroom_server::{Rate, RateLimits};
use ipnet::IpNet;
use serde::Deserialize;
use url::Url;

use crate::cli::ServeArgs;
use crate::sign_in::SignInConfig;

/// The configuration file. Unknown keys are refused, so that a misspelt one is noticed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FileConfig {
    data: Option<PathBuf>,
    public_url: Option<Url>,
    port: Option<u16>,
    database: Option<String>,
    operations_port: Option<u16>,
    production: Option<bool>,
    #[serde(default)]
    internal_hosts: Vec<String>,
    /// Networks of proxies whose `X-Forwarded-For` is believed, such as `10.0.0.0/8`.
    #[serde(default)]
    trusted_proxies: Vec<String>,
    #[serde(default)]
    egress: EgressFile,
    #[serde(default)]
    limits: LimitsFile,
    /// OpenID providers by which people sign in to the portal.
    #[serde(default)]
    sign_in: Vec<SignInConfig>,
}

/// How often what may be done, each as `{ a-minute = 600, at-once = 300 }`; zero is no limit. And
/// how long a session lives.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct LimitsFile {
    invokes_of_user: Option<RateFile>,
    invokes_of_tenant: Option<RateFile>,
    code_checks_of_user: Option<RateFile>,
    sign_ins_of_address: Option<RateFile>,
    callbacks_of_address: Option<RateFile>,
    entries_of_address: Option<RateFile>,
    uploads_of_tenant: Option<RateFile>,
    /// A session ends after so many minutes without use.
    session_idle_minutes: Option<u64>,
    /// A session ends after so many hours, however much it is used.
    session_lifetime_hours: Option<u64>,
}

/// When a session ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SessionLimits {
    /// After so long without use.
    pub(crate) idle: Duration,
    /// After so long in any case.
    pub(crate) lifetime: Duration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            idle: Duration::from_hours(12),
            lifetime: Duration::from_hours(7 * 24),
        }
    }
}

impl SessionLimits {
    /// Use is noted to the minute, so that a shorter life would end sessions that are in use.
    const LEAST_IDLE: Duration = Duration::from_mins(5);
    /// Longer than this browsers keep no cookie (RFC 6265bis §5.5).
    const MOST_LIFETIME: Duration = Duration::from_hours(400 * 24);

    fn of(file: &LimitsFile) -> Result<Self> {
        let defaults = Self::default();
        let seconds = |typed: Option<u64>, unit: u64, default: Duration| {
            typed.map_or(default, |many| {
                Duration::from_secs(many.saturating_mul(unit))
            })
        };
        let limits = Self {
            idle: seconds(file.session_idle_minutes, 60, defaults.idle),
            lifetime: seconds(file.session_lifetime_hours, 3600, defaults.lifetime),
        };
        if limits.idle < Self::LEAST_IDLE {
            bail!("limits.session-idle-minutes has to be at least 5");
        }
        if limits.lifetime > Self::MOST_LIFETIME {
            bail!("limits.session-lifetime-hours can be at most 9600, which is 400 days");
        }
        if limits.lifetime.is_zero() {
            bail!("limits.session-lifetime-hours has to be at least 1");
        }
        Ok(limits)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RateFile {
    a_minute: u32,
    at_once: u32,
}

impl LimitsFile {
    fn over(self, defaults: RateLimits) -> RateLimits {
        let rate = |typed: Option<RateFile>, default| {
            typed.map_or(default, |rate| Rate::a_minute(rate.a_minute, rate.at_once))
        };
        RateLimits {
            invokes_of_user: rate(self.invokes_of_user, defaults.invokes_of_user),
            invokes_of_tenant: rate(self.invokes_of_tenant, defaults.invokes_of_tenant),
            code_checks_of_user: rate(self.code_checks_of_user, defaults.code_checks_of_user),
            sign_ins_of_address: rate(self.sign_ins_of_address, defaults.sign_ins_of_address),
            callbacks_of_address: rate(self.callbacks_of_address, defaults.callbacks_of_address),
            entries_of_address: rate(self.entries_of_address, defaults.entries_of_address),
            uploads_of_tenant: rate(self.uploads_of_tenant, defaults.uploads_of_tenant),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct EgressFile {
    /// `host:port` on loopback that may be dialled, in development only.
    #[serde(default)]
    allow_loopback: Vec<String>,
    /// Private networks that may be dialled, such as `10.20.0.0/16`.
    #[serde(default)]
    allow_private: Vec<String>,
    /// PEM file with further certificate authorities.
    certificate_authorities: Option<PathBuf>,
}

/// What the server runs with.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) data: PathBuf,
    pub(crate) public_url: Url,
    pub(crate) port: u16,
    pub(crate) database: Option<String>,
    pub(crate) operations_port: Option<u16>,
    pub(crate) production: bool,
    pub(crate) demo: bool,
    pub(crate) internal_hosts: Vec<String>,
    pub(crate) allow_loopback: Vec<(String, u16)>,
    pub(crate) allow_private: Vec<String>,
    pub(crate) certificate_authorities: Option<PathBuf>,
    pub(crate) rate_limits: RateLimits,
    pub(crate) session_limits: SessionLimits,
    pub(crate) trusted_proxies: Vec<IpNet>,
    pub(crate) sign_in: Vec<SignInConfig>,
}

impl Config {
    /// A development server on loopback, in this data folder.
    pub(crate) fn development(data: PathBuf, port: u16) -> Result<Self> {
        Ok(Self {
            data,
            public_url: Url::parse(&format!("http://localhost:{port}/"))?,
            port,
            database: None,
            operations_port: None,
            production: false,
            demo: false,
            internal_hosts: Vec::new(),
            allow_loopback: Vec::new(),
            allow_private: Vec::new(),
            certificate_authorities: None,
            rate_limits: RateLimits::default(),
            session_limits: SessionLimits::default(),
            trusted_proxies: Vec::new(),
            sign_in: Vec::new(),
        })
    }

    /// Reads the file that the flags name and lays environment and flags over it.
    pub(crate) fn read(args: &ServeArgs) -> Result<Self> {
        let file = match &args.config {
            None => FileConfig::default(),
            Some(path) => parse(
                path,
                &fs::read_to_string(path).with_context(|| format!("{}", path.display()))?,
            )?,
        };
        let data = args
            .data
            .clone()
            .or(file.data)
            .unwrap_or_else(|| PathBuf::from("data"));
        let asked = args.port.or(file.port);
        let public_url = match args.public_url.clone().or(file.public_url) {
            Some(url) => url,
            None => Url::parse(&format!("http://localhost:{}/", asked.unwrap_or(8787)))?,
        };
        let config = Self {
            port: asked.or(public_url.port_or_known_default()).unwrap_or(8787),
            production: args.production || file.production.unwrap_or(false),
            database: args.database.clone().or(file.database),
            operations_port: args.operations_port.or(file.operations_port),
            demo: false,
            internal_hosts: file.internal_hosts,
            allow_loopback: file
                .egress
                .allow_loopback
                .iter()
                .map(|text| host_and_port(text))
                .collect::<Result<_>>()?,
            allow_private: file.egress.allow_private,
            certificate_authorities: file.egress.certificate_authorities,
            session_limits: SessionLimits::of(&file.limits)?,
            rate_limits: file.limits.over(RateLimits::default()),
            sign_in: file.sign_in,
            trusted_proxies: file
                .trusted_proxies
                .iter()
                .map(|text| {
                    text.parse()
                        .with_context(|| format!("trusted-proxies: {text} is no network"))
                })
                .collect::<Result<_>>()?,
            public_url,
            data,
        };
        config.check()?;
        Ok(config)
    }

    /// Refuses what cannot work or is unsafe.
    fn check(&self) -> Result<()> {
        let url = &self.public_url;
        if url.cannot_be_a_base()
            || url.host_str().is_none()
            || url.query().is_some()
            || url.fragment().is_some()
        {
            bail!(
                "the public URL must be scheme, host and perhaps port, such as https://cloakroom.example/; got {url}"
            );
        }
        if url.path() != "/" {
            bail!(
                "the public URL has the path {}; Cloakroom needs an origin of its own",
                url.path()
            );
        }
        let loopback = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        if url.scheme() != "https" && !(url.scheme() == "http" && loopback && !self.production) {
            bail!("the public URL must be https (http only on loopback in development); got {url}");
        }
        if self.production && !self.allow_loopback.is_empty() {
            bail!(
                "egress.allow-loopback is for development only; remove it or leave out --production"
            );
        }
        Ok(())
    }
}

fn parse(path: &Path, text: &str) -> Result<FileConfig> {
    toml::from_str(text).with_context(|| format!("{}", path.display()))
}

pub(crate) fn host_and_port(text: &str) -> Result<(String, u16)> {
    let (host, port) = text
        .rsplit_once(':')
        .with_context(|| format!("expected host:port in egress.allow-loopback, got {text}"))?;
    Ok((
        host.to_owned(),
        port.parse()
            .with_context(|| format!("the port of {text}"))?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args() -> ServeArgs {
        ServeArgs {
            config: None,
            data: None,
            public_url: None,
            port: None,
            database: None,
            operations_port: None,
            production: false,
        }
    }

    #[test]
    fn the_defaults_are_loopback_and_a_folder_named_data() {
        let config = Config::read(&args()).unwrap();
        assert_eq!(config.public_url.as_str(), "http://localhost:8787/");
        assert_eq!((config.port, config.data), (8787, PathBuf::from("data")));
    }

    #[test]
    fn flags_win_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cloakroom.toml");
        fs::write(
            &path,
            "port = 9000\ndatabase = 'sqlite:x'\n[egress]\nallow-loopback = ['127.0.0.1:8788']\n",
        )
        .unwrap();
        let config = Config::read(&ServeArgs {
            config: Some(path),
            port: Some(9001),
            ..args()
        })
        .unwrap();
        assert_eq!(config.port, 9001);
        assert_eq!(config.public_url.as_str(), "http://localhost:9001/");
        assert_eq!(config.database.as_deref(), Some("sqlite:x"));
        assert_eq!(config.allow_loopback, [("127.0.0.1".to_owned(), 8788)]);
    }

    #[test]
    fn limits_are_configured_one_by_one_and_proxies_by_network() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cloakroom.toml");
        let text = "trusted-proxies = ['10.0.0.0/8']\n[limits]\n\
                    invokes-of-tenant = { a-minute = 0, at-once = 0 }\n";
        fs::write(&path, text).unwrap();
        let of = |path: &Path| {
            Config::read(&ServeArgs {
                config: Some(path.to_owned()),
                ..args()
            })
        };
        let config = of(&path).unwrap();
        let expected = RateLimits {
            invokes_of_tenant: Rate::NONE,
            ..RateLimits::default()
        };
        assert_eq!(config.rate_limits, expected);
        assert_eq!(config.trusted_proxies, ["10.0.0.0/8".parse().unwrap()]);
        fs::write(&path, "trusted-proxies = ['everybody']").unwrap();
        let error = format!("{:#}", of(&path).unwrap_err());
        assert!(error.contains("everybody"), "{error}");
    }

    #[test]
    fn sessions_live_as_long_as_the_file_says_and_never_absurdly() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cloakroom.toml");
        let of = |text: &str| {
            fs::write(&path, format!("[limits]\n{text}")).unwrap();
            let args = ServeArgs {
                config: Some(path.clone()),
                ..args()
            };
            Config::read(&args).map(|config| config.session_limits)
        };
        assert_eq!(of("").unwrap(), SessionLimits::default());
        let limits = of("session-idle-minutes = 30\nsession-lifetime-hours = 8").unwrap();
        assert_eq!(limits.idle, Duration::from_mins(30));
        assert_eq!(limits.lifetime, Duration::from_hours(8));
        for (wrong, said) in [
            ("session-idle-minutes = 4", "at least 5"),
            ("session-lifetime-hours = 9601", "400 days"),
            ("session-lifetime-hours = 9223372036854775807", "400 days"),
            ("session-lifetime-hours = 0", "at least 1"),
        ] {
            let error = of(wrong).unwrap_err().to_string();
            assert!(error.contains(said), "{wrong}: {error}");
        }
    }

    #[test]
    fn a_misspelt_key_is_refused_with_its_place() {
        let error = parse(Path::new("c.toml"), "public-ulr = 'https://a'").unwrap_err();
        let text = format!("{error:#}");
        assert!(
            text.contains("public-ulr") && text.contains("line 1"),
            "{text}"
        );
    }

    #[test]
    fn unsafe_public_urls_are_refused() {
        for (url, production) in [
            ("http://cloakroom.example/", false),
            ("http://localhost:8787/", true),
            ("https://cloakroom.example/path", false),
            ("https://cloakroom.example/?q", false),
        ] {
            let args = ServeArgs {
                public_url: Some(Url::parse(url).unwrap()),
                production,
                ..args()
            };
            assert!(Config::read(&args).is_err(), "{url}");
        }
    }
}
