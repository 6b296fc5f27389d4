use std::cell::Cell;
use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};
use std::time::Instant;

use crate::fault::Fault;
use crate::limits::Limits;

/// What is left of the limits of one run.
#[derive(Debug)]
pub(crate) struct Budget {
    limits: Limits,
    started: Instant,
    memory_left: Cell<u64>,
}

impl Budget {
    pub(crate) fn start(limits: &Limits) -> Self {
        Self {
            limits: limits.clone(),
            started: Instant::now(),
            memory_left: Cell::new(limits.max_memory),
        }
    }

    pub(crate) fn is_out_of_time(&self) -> bool {
        self.started.elapsed() >= self.limits.max_time
    }

    pub(crate) fn check_time(&self) -> Result<(), Fault> {
        if self.is_out_of_time() {
            return Err(Fault::TooSlow {
                limit: self.limits.max_time,
            });
        }
        Ok(())
    }

    pub(crate) fn check_pixels(&self, width: u32, height: u32) -> Result<(), Fault> {
        if u64::from(width) * u64::from(height) > self.limits.max_pixels {
            return Err(Fault::TooManyPixels {
                width,
                height,
                limit: self.limits.max_pixels,
            });
        }
        Ok(())
    }

    /// Takes `bytes` from the memory that is left, before they are allocated.
    pub(crate) fn reserve(&self, bytes: u64) -> Result<(), Fault> {
        match self.memory_left.get().checked_sub(bytes) {
            Some(left) => {
                self.memory_left.set(left);
                Ok(())
            }
            None => Err(Fault::TooMuchMemory {
                limit: self.limits.max_memory,
            }),
        }
    }

    /// Checks a picture of this size and takes `bytes_per_pixel` for each of its pixels.
    pub(crate) fn reserve_pixels(
        &self,
        width: u32,
        height: u32,
        bytes_per_pixel: u64,
    ) -> Result<(), Fault> {
        self.check_pixels(width, height)?;
        let pixels = u64::from(width) * u64::from(height);
        self.reserve(pixels.saturating_mul(bytes_per_pixel))
    }

    pub(crate) fn memory_limit(&self) -> u64 {
        self.limits.max_memory
    }

    /// Bytes that may still be asked for; handed to decoders as their own limit.
    pub(crate) fn memory_left(&self) -> u64 {
        self.memory_left.get()
    }
}

/// A reader or writer that fails once the time is over. Codecs know no deadline, but all of them stop at an I/O
/// error, so this is how a slow one is ended from outside.
pub(crate) struct Timed<'a, S> {
    pub(crate) stream: S,
    pub(crate) budget: &'a Budget,
}

impl<S> Timed<'_, S> {
    fn check(&self) -> io::Result<()> {
        if self.budget.is_out_of_time() {
            return Err(io::Error::new(
                io::ErrorKind::TimedOut,
                "the time limit is over",
            ));
        }
        Ok(())
    }
}

impl<S: Read> Read for Timed<'_, S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.check()?;
        self.stream.read(buffer)
    }
}

impl<S: BufRead> BufRead for Timed<'_, S> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.check()?;
        self.stream.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.stream.consume(amount);
    }
}

impl<S: Seek> Seek for Timed<'_, S> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.stream.seek(to)
    }
}

impl<S: Write> Write for Timed<'_, S> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.check()?;
        self.stream.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}
