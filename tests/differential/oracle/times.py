"""Times of certificates as Unix seconds (RFC 5280 section 4.1.2.5), and the times at which one can be checked."""

import der

LAST_SECOND = 253_402_300_799  # 9999-12-31T23:59:59Z

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_check_time(seconds):
    """True if dates can be compared with it: 1970 to 9999."""
    return 0 <= seconds <= LAST_SECOND


def read(tag, contents):
    """The Unix seconds of a Time: UTCTime or GeneralizedTime, with seconds, in UTC, without a fraction."""
    digits = 12 if tag == der.UTC_TIME else 14
    if tag not in (der.UTC_TIME, der.GENERALIZED_TIME) or len(contents) != digits + 1 or contents[-1:] != b"Z":
        raise der.DerError("not a Time of RFC 5280")
    text = contents[:-1]
    if not text.isdigit():
        raise der.DerError("a Time has other characters than digits")
    if tag == der.UTC_TIME:
        year = int(text[:2])
        year += 1900 if year >= 50 else 2000
    else:
        year = int(text[:4])
    month, day, hour, minute, second = (int(text[place:place + 2]) for place in range(digits - 10, digits, 2))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1] + (leap and month == 2):
        raise der.DerError("no such day")
    if hour > 23 or minute > 59 or second > 59:
        raise der.DerError("no such time of day")
    return _days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second


def _days(year, month, day):
    """Days since 1970-01-01 in the Gregorian calendar, also of the years before it was used."""
    if month <= 2:
        year, month = year - 1, month + 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day - 719_469
