//! What every run leaves open, whatever it finds, in words for records and pages.

/// Ways to send something that no run of this kind sees, because it ends too early or looks from too far outside.
pub const NOT_COVERED: [&str; 4] = [
    "what is sent hours later, or after more than two further visits",
    "delays that are no timer: reading the clock over and over, chains of short timers, animations, audio and video",
    "what is told by nothing but when, how often or in what order declared messages and files are asked for",
    "up to a few dozen bytes in messages that look like those of a visit without a file",
];
