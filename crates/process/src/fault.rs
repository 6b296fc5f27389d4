use std::fmt;
use std::time::Duration;

/// Why a run gave no picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No operation has this name.
    UnknownOperation {
        /// The name that was asked for.
        name: String,
        /// The operation with the most similar name, if one is similar.
        nearest: Option<&'static str>,
    },
    /// The operation has no such parameter.
    UnknownParameter {
        /// The operation.
        operation: &'static str,
        /// The name that was given.
        name: String,
        /// The parameter with the most similar name, if one is similar.
        nearest: Option<&'static str>,
    },
    /// A parameter that the operation needs is absent.
    MissingParameter {
        /// The operation.
        operation: &'static str,
        /// What is needed, for example `width`.
        name: &'static str,
    },
    /// A parameter's value cannot be used.
    BadParameter {
        /// The parameter.
        name: &'static str,
        /// The value that was given.
        value: String,
        /// What can be used instead.
        expected: String,
    },
    /// The bytes are no picture that this crate recognises.
    NotAPicture,
    /// The bytes are a picture of a kind that is not accepted.
    UnsupportedFormat {
        /// The kind, for example `GIF` or `animated WebP`.
        found: &'static str,
    },
    /// The picture's file is broken or incomplete.
    Damaged {
        /// What the decoder said.
        detail: String,
    },
    /// The picture, or the picture that was asked for, has more pixels than allowed.
    TooManyPixels {
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
        /// Most pixels allowed.
        limit: u64,
    },
    /// The work needs more memory than allowed.
    TooMuchMemory {
        /// Most bytes allowed.
        limit: u64,
    },
    /// The work took longer than allowed.
    TooSlow {
        /// Longest time allowed.
        limit: Duration,
    },
    /// The result is too wide or too high for the output format.
    DoesNotFitFormat {
        /// The format's name.
        format: &'static str,
        /// Its greatest width and height in pixels.
        limit: u32,
    },
    /// Cutting out left nothing: the whole picture looks like its border.
    NothingLeft {
        /// The tolerance that was used.
        tolerance: u32,
    },
    /// The encoder failed for a reason that none of the others names.
    NotEncoded {
        /// What the encoder said.
        detail: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOperation { name, nearest } => {
                write!(out, "There is no operation “{name}”.")?;
                did_you_mean(out, *nearest)
            }
            Self::UnknownParameter {
                operation,
                name,
                nearest,
            } => {
                write!(
                    out,
                    "The operation “{operation}” has no parameter “{name}”."
                )?;
                did_you_mean(out, *nearest)
            }
            Self::MissingParameter { operation, name } => {
                write!(
                    out,
                    "The operation “{operation}” needs the parameter {name}."
                )
            }
            Self::BadParameter {
                name,
                value,
                expected,
            } => {
                write!(
                    out,
                    "The parameter “{name}” cannot be “{value}”. Write {expected}."
                )
            }
            Self::NotAPicture => out.write_str(
                "The file is not a picture that we recognise. Send a JPEG, PNG or WebP file.",
            ),
            Self::UnsupportedFormat { found } => write!(
                out,
                "The file is of the kind {found}, which we do not accept. Send a JPEG, PNG or WebP file with one picture."
            ),
            Self::Damaged { detail } => write!(
                out,
                "The picture's file is damaged or incomplete ({detail}). Save it again and send the new file."
            ),
            Self::TooManyPixels {
                width,
                height,
                limit,
            } => write!(
                out,
                "{width} × {height} pixels are too many: at most {limit} pixels in all are allowed."
            ),
            Self::TooMuchMemory { limit } => write!(
                out,
                "This picture needs more than the {limit} bytes of memory that one run may use. Send a smaller one."
            ),
            Self::TooSlow { limit } => write!(
                out,
                "The work took longer than the {} seconds that are allowed, so it was stopped. Send a smaller picture.",
                limit.as_secs_f64()
            ),
            Self::DoesNotFitFormat { format, limit } => write!(
                out,
                "{format} files hold at most {limit} pixels in width and in height. Choose another format or a smaller size."
            ),
            Self::NothingLeft { tolerance } => write!(
                out,
                "With a tolerance of {tolerance} the whole picture looks like background, so nothing would be left. Choose a lower tolerance."
            ),
            Self::NotEncoded { detail } => {
                write!(out, "The result could not be written as a file ({detail}).")
            }
        }
    }
}

fn did_you_mean(out: &mut fmt::Formatter<'_>, nearest: Option<&'static str>) -> fmt::Result {
    match nearest {
        Some(nearest) => write!(out, " Did you mean “{nearest}”?"),
        None => Ok(()),
    }
}

impl std::error::Error for Fault {}
