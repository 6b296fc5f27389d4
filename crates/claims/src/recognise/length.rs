//! A length of time in units that have no common measure, and the form that the model reads back.

/// A unit of time, the smaller first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Span {
    Second,
    Minute,
    Hour,
    Day,
    BusinessDay,
    Week,
    Month,
    Year,
}

impl Span {
    /// The unit by its name in lexicons.
    pub(super) fn named(name: &str) -> Option<Span> {
        Some(match name {
            "S" => Span::Second,
            "MIN" => Span::Minute,
            "H" => Span::Hour,
            "D" => Span::Day,
            "B" => Span::BusinessDay,
            "W" => Span::Week,
            "M" => Span::Month,
            "Y" => Span::Year,
            _ => return None,
        })
    }

    /// The unit into which a part of this one is turned, and how many of it make one.
    const fn smaller(self) -> Option<(Span, u64)> {
        Some(match self {
            Span::Year => (Span::Month, 12),
            Span::Week => (Span::Day, 7),
            Span::Day => (Span::Hour, 24),
            Span::Hour => (Span::Minute, 60),
            Span::Minute => (Span::Second, 60),
            // Half a month or half a business day has no exact length.
            Span::Month | Span::BusinessDay | Span::Second => return None,
        })
    }
}

/// Amounts of units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Length {
    years: u64,
    months: u64,
    days: u64,
    business_days: u64,
    hours: u64,
    minutes: u64,
    seconds: u64,
}

impl Length {
    /// So many thousandths of a unit; none where no unit makes it a whole number, and none for nothing at all.
    pub(super) fn of(thousandths: u64, span: Span) -> Option<Length> {
        if thousandths == 0 {
            return None;
        }
        if !thousandths.is_multiple_of(1000) {
            let (smaller, times) = span.smaller()?;
            return Length::of(thousandths.checked_mul(times)?, smaller);
        }
        let count = thousandths / 1000;
        let mut length = Length::default();
        match span {
            Span::Year => length.years = count,
            Span::Month => length.months = count,
            // Seven days, so that two weeks and fourteen days read the same.
            Span::Week => length.days = count * 7,
            Span::Day => length.days = count,
            Span::BusinessDay => length.business_days = count,
            Span::Hour => length.hours = count,
            Span::Minute => length.minutes = count,
            Span::Second => length.seconds = count,
        }
        Some(length)
    }

    /// Both together.
    pub(super) const fn plus(self, other: &Length) -> Length {
        Length {
            years: self.years + other.years,
            months: self.months + other.months,
            days: self.days + other.days,
            business_days: self.business_days + other.business_days,
            hours: self.hours + other.hours,
            minutes: self.minutes + other.minutes,
            seconds: self.seconds + other.seconds,
        }
    }

    /// ISO 8601, or `10 business days`, for which it has no form.
    pub(super) fn canonical(&self) -> Option<String> {
        let mut date = String::new();
        for (count, letter) in [(self.years, 'Y'), (self.months, 'M'), (self.days, 'D')] {
            if count > 0 {
                date.push_str(&count.to_string());
                date.push(letter);
            }
        }
        let mut time = String::new();
        for (count, letter) in [(self.hours, 'H'), (self.minutes, 'M'), (self.seconds, 'S')] {
            if count > 0 {
                time.push_str(&count.to_string());
                time.push(letter);
            }
        }
        match (self.business_days, date.is_empty(), time.is_empty()) {
            (0, true, true) => None,
            (0, _, true) => Some(format!("P{date}")),
            (0, ..) => Some(format!("P{date}T{time}")),
            (1, true, true) => Some("1 business day".to_owned()),
            (count, true, true) => Some(format!("{count} business days")),
            // A sum of both has no length that could be compared.
            _ => None,
        }
    }
}
