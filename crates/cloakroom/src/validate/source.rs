//! What is judged: a folder, a zip or one file.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use app_package::{
    Fixed, Limits, Options, PackageFiles, ReadError, Report, Sources, read_folder, read_zip,
    unreadable, validate, validate_file,
};

/// A package or file, read.
pub(super) enum Source {
    Folder {
        path: PathBuf,
        files: PackageFiles,
    },
    Zip {
        path: PathBuf,
        files: PackageFiles,
    },
    File {
        path: PathBuf,
        name: String,
        files: PackageFiles,
    },
    /// An archive or folder that can't be read, which is a finding of its own.
    Unreadable {
        path: PathBuf,
        error: ReadError,
    },
}

impl Source {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let (path, limits) = (path.to_owned(), Limits::default());
        let at = || path.display().to_string();
        if path.is_dir() {
            return Ok(match read_folder(&path, &limits) {
                Ok(files) => Self::Folder { path, files },
                Err(error) => Self::Unreadable { path, error },
            });
        }
        let bytes = std::fs::read(&path).with_context(at)?;
        if bytes.starts_with(b"PK") || path.extension().is_some_and(|end| end == "zip") {
            return Ok(match read_zip(&bytes, &limits) {
                Ok(files) => Self::Zip { path, files },
                Err(error) => Self::Unreadable { path, error },
            });
        }
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .with_context(at)?
            .to_owned();
        let files = PackageFiles::embedded(&[(&name, &bytes)]);
        Ok(Self::File { path, name, files })
    }

    pub(super) fn validate(&self, options: &Options) -> Result<Report> {
        Ok(match self {
            Self::Folder { files, .. } | Self::Zip { files, .. } => validate(files, options),
            Self::Unreadable { error, .. } => unreadable(error, options),
            Self::File { path, name, files } => {
                let bytes = files.get(name).unwrap_or_default();
                match validate_file(name, bytes, options) {
                    Some(report) => report,
                    None => bail!(
                        "{} is no manifest, rendering template, plugin manifest or OpenAPI description",
                        path.display()
                    ),
                }
            }
        })
    }

    pub(super) fn fix(&self, options: &Options) -> Result<Fixed> {
        match self {
            Self::Folder { files, .. } | Self::Zip { files, .. } => {
                Ok(app_package::fix(files, options))
            }
            Self::File { name, files, .. } => {
                app_package::fix_file(name, files.get(name).unwrap_or_default(), options)
                    .context("the file is of no kind that is judged")
            }
            Self::Unreadable { error, .. } => bail!("nothing can be fixed: {error}"),
        }
    }

    /// Writes the changed files where they were read.
    pub(super) fn write_back(&self, fixed: &Fixed) -> Result<()> {
        for name in &fixed.changed {
            let place = self.place(name);
            let bytes = fixed.files.get(name).unwrap_or_default();
            std::fs::write(&place, bytes).with_context(|| place.display().to_string())?;
        }
        Ok(())
    }

    /// Writes all files to another place: a zip, a folder that is not there yet, or a file.
    pub(super) fn write_to(&self, fixed: &Fixed, output: &Path) -> Result<()> {
        let at = || output.display().to_string();
        if let Self::File { name, .. } = self {
            let bytes = fixed.files.get(name).unwrap_or_default();
            return std::fs::write(output, bytes).with_context(at);
        }
        if output.extension().is_some_and(|end| end == "zip") {
            return std::fs::write(output, fixed.files.to_zip()?).with_context(at);
        }
        std::fs::create_dir(output).with_context(at)?;
        for (name, bytes) in fixed.files.iter() {
            let place = output.join(name);
            if let Some(folder) = place.parent() {
                std::fs::create_dir_all(folder).with_context(at)?;
            }
            std::fs::write(&place, bytes).with_context(at)?;
        }
        Ok(())
    }

    /// Looks at the fixed files from now on.
    pub(super) fn take(&mut self, fixed: &Fixed) {
        match self {
            Self::Folder { files, .. } | Self::Zip { files, .. } | Self::File { files, .. } => {
                files.clone_from(&fixed.files);
            }
            Self::Unreadable { .. } => {}
        }
    }

    /// The path of a file.
    fn place(&self, file: &str) -> PathBuf {
        match self {
            Self::Folder { path, .. } | Self::Zip { path, .. } => path.join(file),
            Self::File { path, .. } | Self::Unreadable { path, .. } => path.clone(),
        }
    }

    /// What the renderers show.
    pub(super) fn sources<'a>(&'a self, path: &'a str) -> Sources<'a> {
        let (files, alone) = match self {
            Self::Folder { files, .. } | Self::Zip { files, .. } => (Some(files), false),
            Self::File { files, .. } => (Some(files), true),
            Self::Unreadable { .. } => (None, true),
        };
        Sources { files, path, alone }
    }
}
