<?php

/**
 * Bonafide for PHP 8.1 and newer, in one file: ext-sodium, no Composer.
 *
 *     require 'bonafide.php';
 *     $bonafide = new Bonafide\Registry('bf_live_…', 'https://registry.example');
 *     $answer = $bonafide->lookUp('PHP-1', phone: '8 916 123-45-67', amount: '3490.00');
 *     if ($answer['advice']['code'] === 'prepay') { … }
 *
 * Phones and addresses are blinded here (RFC 9497); the registry never sees one. A look-up never
 * throws because of the registry and is never held longer than the budget: without an answer it
 * says `source: fallback`, level unknown, advice ship. Phones: international ones with +, and
 * Russian ones of 10 digits or of 11 that begin with 7 or 8. E-mail domains in ASCII only.
 */

declare(strict_types=1);

namespace Bonafide;

final class BadIdentifier extends \InvalidArgumentException
{
}

/** No answer in time, or none that can be read. */
final class Unavailable extends \RuntimeException
{
}

/** The registry understood and says no: `status`, and its word for it in `problem`. */
final class Refused extends \RuntimeException
{
    public function __construct(public readonly int $status, public readonly string $problem)
    {
        parent::__construct("the registry refuses: $problem");
    }
}

/** The registry shows or uses another key than the one it was pinned to: ask its operator. */
final class KeyChanged extends \RuntimeException
{
}

/** The one written form of an identifier, and its digest. */
final class Canonical
{
    private const YANDEX = ['yandex.ru', 'ya.ru', 'yandex.com', 'yandex.by', 'yandex.kz'];

    public static function phone(string $raw): string
    {
        if (!preg_match('/\A[0-9+ ()\-.\/]*\z/', $raw)) {
            throw new BadIdentifier('bad_character');
        }
        $text = trim($raw, ' ');
        if ($text === '') {
            throw new BadIdentifier('empty');
        }
        if (str_contains(substr($text, 1), '+')) {
            throw new BadIdentifier('misplaced_plus');
        }
        $digits = preg_replace('/[^0-9]/', '', $text);
        if ($digits === '' || ($digits === '7' && $text[0] === '+')) {
            throw new BadIdentifier('not_a_number');
        }
        $result = $text[0] === '+' ? "+$digits" : '+7' . self::russian($digits);
        if ($result[1] === '0') {
            throw new BadIdentifier('unknown_country');
        }
        if (strlen($digits) < 7) {
            throw new BadIdentifier('too_short');
        }
        if (strlen($result) > 16 || ($result[1] === '7' && strlen($result) !== 12)) {
            throw new BadIdentifier(strlen($result) > 12 ? 'too_long' : 'too_short');
        }
        return $result;
    }

    public static function email(string $raw): string
    {
        $text = trim($raw, " \t\n\r\v\f");
        if ($text === '') {
            throw new BadIdentifier('empty');
        }
        if (substr_count($text, '@') !== 1) {
            throw new BadIdentifier('at_sign');
        }
        [$local, $domain] = explode('@', $text);
        if (!preg_match("/\A[A-Za-z0-9.!#$%&'*+\/=?^_{|}~-]{1,64}\z/", $local)) {
            throw new BadIdentifier('bad_local_part');
        }
        $domain = self::domain($domain);
        $local = strtolower($local);
        if (in_array($domain, ['gmail.com', 'googlemail.com'], true)) {
            [$local, $domain] = [str_replace('.', '', explode('+', $local)[0]), 'gmail.com'];
        } elseif (in_array($domain, self::YANDEX, true)) {
            [$local, $domain] = [str_replace('.', '-', explode('+', $local)[0]), 'yandex.ru'];
        }
        if ($local === '') {
            throw new BadIdentifier('empty_after_folding');
        }
        return "$local@$domain";
    }

    public static function digest(string $kind, string $canonical): string
    {
        return hash('sha256', "bonafide:v1:$kind:$canonical", true);
    }

    private static function russian(string $digits): string
    {
        if (strlen($digits) === 11 && ($digits[0] === '7' || $digits[0] === '8')) {
            return substr($digits, 1);
        }
        if (strlen($digits) === 10) {
            return $digits;
        }
        throw new BadIdentifier('wrong_length');
    }

    private static function domain(string $domain): string
    {
        $label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
        $domain = strtolower($domain);
        if (str_contains($domain, '[')) {
            throw new BadIdentifier('address_literal');
        }
        if (str_ends_with($domain, '.')) {
            throw new BadIdentifier('trailing_dot');
        }
        // Punycode and hyphens in the third place have rules of their own: leave them to others.
        if (strlen($domain) > 253 || preg_match('/(?:\A|\.)..--/', $domain)
            || !preg_match("/\A$label(?:\.$label)*\z/", $domain)) {
            throw new BadIdentifier('bad_domain');
        }
        return $domain;
    }
}

/** ristretto255-SHA512 with the separation tags of bf1. */
final class Blinding
{
    private const CONTEXT = "OPRFV1-\x01-ristretto255-SHA512";

    /** HashToGroup of RFC 9497 §4.1 over expand_message_xmd of RFC 9380 §5.3.1. */
    public static function hashToGroup(string $x): string
    {
        $dst = 'HashToGroup-' . self::CONTEXT;
        $dst .= chr(strlen($dst));
        $first = hash('sha512', str_repeat("\0", 128) . $x . "\0\x40\0" . $dst, true);
        return sodium_crypto_core_ristretto255_from_hash(hash('sha512', $first . "\x01" . $dst, true));
    }

    /** @return array{string, string} the scalar that stays here, and the point that travels */
    public static function blind(string $x, ?string $scalar = null): array
    {
        $scalar ??= sodium_crypto_core_ristretto255_scalar_random();
        return [$scalar, sodium_crypto_scalarmult_ristretto255($scalar, self::hashToGroup($x))];
    }

    public static function unblind(string $scalar, string $evaluated): string
    {
        if (strlen($evaluated) !== 32 || $evaluated === str_repeat("\0", 32)
            || !sodium_crypto_core_ristretto255_is_valid_point($evaluated)) {
            throw new Unavailable('the registry answered with something that is no point');
        }
        $inverse = sodium_crypto_core_ristretto255_scalar_invert($scalar);
        return sodium_crypto_scalarmult_ristretto255($inverse, $evaluated);
    }

    public static function pack(string $bytes): string
    {
        return sodium_bin2base64($bytes, SODIUM_BASE64_VARIANT_URLSAFE_NO_PADDING);
    }

    public static function unpack(mixed $text): string
    {
        try {
            return sodium_base642bin((string) $text, SODIUM_BASE64_VARIANT_URLSAFE_NO_PADDING);
        } catch (\SodiumException) {
            throw new Unavailable('the registry answered with something that is no point');
        }
    }
}

final class Registry
{
    private const BANDS = [
        500 => '0-499', 1500 => '500-1499', 3000 => '1500-2999', 5000 => '3000-4999',
        10000 => '5000-9999', 20000 => '10000-19999', 50000 => '20000-49999',
    ];

    private float $deadline = 0.0;

    /**
     * `$cache` keeps references and the pinned key between requests under opaque names: anything
     * with array access to strings, such as a table or a wrapper of your framework's cache. Without
     * it every request blinds anew and nothing is pinned.
     */
    public function __construct(
        #[\SensitiveParameter] private readonly string $apiKey,
        private readonly string $baseUrl,
        private readonly ?\ArrayAccess $cache = null,
        private readonly float $budget = 3.0,
    ) {
    }

    /** The trust answer as the registry writes it, with `source` and `degraded`. */
    public function lookUp(
        string $orderRef,
        #[\SensitiveParameter] ?string $phone = null,
        #[\SensitiveParameter] ?string $email = null,
        string $purpose = 'dispatch',
        string $payment = 'cod',
        ?string $amount = null,
        ?string $segment = null,
    ): array {
        $people = self::people($phone, $email);
        $this->deadline = microtime(true) + $this->budget;
        $item = ['order_ref' => $orderRef, 'purpose' => $purpose, 'payment' => $payment];
        $item += array_filter(['amount' => $amount, 'segment' => $segment], 'is_string');
        try {
            $answer = $this->named($people, function (array $names) use ($item): array {
                $body = ['items' => [['identifiers' => $names] + $item]];
                $result = $this->call('POST', '/v1/lookups', $body)['data'][0] ?? null;
                if (!is_array($result)) {
                    throw new Unavailable('the answer is not one of a registry');
                }
                return isset($result['error']) ? throw self::refusal($result['error']) : $result;
            });
        } catch (Unavailable | KeyChanged $error) {
            error_log('bonafide: answered without the registry: ' . $error->getMessage());
            return self::fallback($purpose, $error->getMessage());
        } catch (Refused $refusal) {
            if (!in_array($refusal->status, [401, 403, 429], true) && $refusal->status < 500) {
                throw $refusal;
            }
            error_log('bonafide: answered without the registry: ' . $refusal->problem);
            $refused = in_array($refusal->status, [401, 403], true);
            return self::fallback($purpose, $refused ? 'the registry refused your key' : 'the registry is busy');
        }
        return $answer + ['source' => 'registry', 'degraded' => false];
    }

    /**
     * Say how an order ended; returns the receipt. Throws Unavailable where the registry was not
     * heard: keep the order on your list and say it again, it counts once.
     */
    public function report(
        string $orderRef,
        string $outcome,
        float|int|string $amount,
        #[\SensitiveParameter] ?string $phone = null,
        #[\SensitiveParameter] ?string $email = null,
        string $fault = 'unknown',
        string $evidence = 'statement',
        string $payment = 'cod',
        ?string $occurredOn = null,
        ?string $toldOn = null,
        ?string $lookup = null,
        int $revision = 1,
    ): array {
        $people = self::people($phone, $email);
        $this->deadline = microtime(true) + $this->budget;
        $body = [
            'order_ref' => $orderRef,
            'outcome' => $outcome,
            'fault' => $fault,
            'evidence' => $evidence,
            'payment' => $payment,
            'occurred_on' => $occurredOn ?? gmdate('Y-m-d'),
            'amount_band' => self::band((float) $amount),
            'revision' => $revision,
        ] + array_filter(['customer_told_on' => $toldOn, 'lookup' => $lookup], 'is_string');
        return $this->named(
            $people,
            fn (array $names): array => $this->call('PUT', '/v1/reports', $body + ['identifiers' => $names]),
        );
    }

    /** @return list<array{string, string}> kind and digest */
    private static function people(?string $phone, ?string $email): array
    {
        $people = [];
        if ($phone !== null) {
            $people[] = ['phone', Canonical::digest('phone', Canonical::phone($phone))];
        }
        if ($email !== null) {
            $people[] = ['email', Canonical::digest('email', Canonical::email($email))];
        }
        return $people ?: throw new BadIdentifier('empty');
    }

    /** Name people by reference where one is kept, else by an element; once more if it was stale. */
    private function named(array $people, callable $send): array
    {
        try {
            $answer = $send($this->names($people));
        } catch (Refused $refusal) {
            if (!in_array($refusal->status, [409, 410], true)
                && !in_array($refusal->problem, ['ref_invalid', 'epoch_unknown'], true)) {
                throw $refusal;
            }
            foreach ($this->cache === null ? [] : $people as $person) {
                unset($this->cache[$this->slot(...$person)]);
            }
            $answer = $send($this->names($people));
        }
        foreach ($answer['refs'] ?? [] as $number => $ref) {
            if ($this->cache !== null && is_string($ref) && isset($people[$number])) {
                $this->cache[$this->slot(...$people[$number])] = $ref;
            }
        }
        return $answer;
    }

    private function names(array $people): array
    {
        $names = $strangers = [];
        foreach ($people as $number => [$kind, $x]) {
            $ref = $this->cache[$this->slot($kind, $x)] ?? null;
            $names[$number] = ['ref' => $ref];
            if (!is_string($ref)) {
                $strangers[$number] = $x;
            }
        }
        if ($strangers) {
            [$elements, $epoch] = $this->elements($strangers);
            foreach ($elements as $number => $element) {
                $names[$number] = ['kind' => $people[$number][0], 'element' => $element, 'epoch' => $epoch];
            }
        }
        return $names;
    }

    /** @return array{array<string>, int} elements under the keys of `$xs`, and their epoch */
    private function elements(array $xs): array
    {
        $pinned = $this->pinned();
        if ($pinned !== null) {
            $xs['canary'] = Blinding::unpack($pinned['canary']['x']);
        }
        $blinded = array_map(fn (string $x): array => Blinding::blind($x), $xs);
        $points = array_map(fn (array $each): string => Blinding::pack($each[1]), array_values($blinded));
        $body = $this->call('POST', '/v1/evaluations', ['points' => $points]);
        $evaluated = $body['points'] ?? null;
        if (!is_array($evaluated) || count($evaluated) !== count($xs) || !is_int($body['epoch'] ?? null)) {
            throw new Unavailable('the answer is not one of a registry');
        }
        $elements = [];
        foreach (array_keys($blinded) as $place => $name) {
            $point = Blinding::unpack($evaluated[$place] ?? '');
            $elements[$name] = Blinding::pack(Blinding::unblind($blinded[$name][0], $point));
        }
        if ($pinned !== null && $body['epoch'] === $pinned['epoch']
            && $elements['canary'] !== $pinned['canary']['element']) {
            throw new KeyChanged('the registry used another key than the one it publishes');
        }
        unset($elements['canary']);
        return [$elements, $body['epoch']];
    }

    /** The parameters of a new day, held against the pinned ones; null when the key was tried today. */
    private function pinned(): ?array
    {
        if ($this->cache === null) {
            return null;
        }
        $slot = $this->slot('pins', $this->baseUrl);
        $known = json_decode($this->cache[$slot] ?? 'null', true);
        if (($known['on'] ?? null) === gmdate('Y-m-d')) {
            return null;
        }
        $seen = $this->call('GET', '/v1/params');
        if (!is_int($seen['epoch'] ?? null) || !is_string($seen['canary']['x'] ?? null)) {
            throw new Unavailable('the answer is not one of a registry');
        }
        $key = fn (?array $each): array => [$each['epoch'] ?? null, $each['public_key'] ?? null];
        if ($known !== null && $key($seen) !== $key($known) && $key($seen) !== $key($known['next'])) {
            throw new KeyChanged('the registry shows another key than the one it was pinned to');
        }
        $this->cache[$slot] = json_encode(['on' => gmdate('Y-m-d')] + $seen);
        return $seen;
    }

    private function slot(string ...$parts): string
    {
        return hash_hmac('sha256', implode('|', $parts), 'bonafide:ref-cache:' . $this->apiKey);
    }

    private function call(string $method, string $path, ?array $body = null): array
    {
        $left = $this->deadline - microtime(true);
        if ($left <= 0) {
            throw new Unavailable('the registry did not answer in time');
        }
        $content = $body === null ? '' : json_encode($body, JSON_THROW_ON_ERROR);
        [$status, $text] = $this->exchange($method, $path, $content, $left);
        $answer = json_decode($text, true);
        if (!is_array($answer)) {
            throw new Unavailable('the answer is not one of a registry');
        }
        return $status >= 200 && $status < 300 ? $answer : throw self::refusal($answer + ['status' => $status]);
    }

    /**
     * One exchange over a socket of our own: PHP's HTTP wrapper has no limit for a header that
     * trickles. HTTP/1.0, so that the answer ends where the connection does.
     *
     * @return array{int, string}
     */
    private function exchange(string $method, string $path, string $content, float $left): array
    {
        $url = parse_url($this->baseUrl);
        $secure = ($url['scheme'] ?? '') === 'https';
        $host = $url['host'] ?? '';
        $port = $url['port'] ?? ($secure ? 443 : 80);
        $socket = @stream_socket_client(($secure ? 'tls' : 'tcp') . "://$host:$port", $_, $_, $left);
        if ($socket === false) {
            throw new Unavailable('the registry cannot be reached');
        }
        $this->limit($socket);
        fwrite($socket, implode("\r\n", [
            "$method " . rtrim($url['path'] ?? '', '/') . "$path HTTP/1.0",
            "Host: $host:$port",
            "Authorization: Bearer {$this->apiKey}",
            'Content-Type: application/json',
            'Content-Length: ' . strlen($content),
            '',
            $content,
        ]));
        $text = '';
        while (!feof($socket) && strlen($text) < 4_000_000) {
            $this->limit($socket);
            $text .= (string) fread($socket, 8192);
        }
        fclose($socket);
        [$head, $answer] = explode("\r\n\r\n", $text, 2) + ['', ''];
        return [preg_match('/\AHTTP\/1\.[01] (\d{3}) /', $head, $found) ? (int) $found[1] : 0, $answer];
    }

    /** What is left of the budget is the longest that a read may take. @param resource $socket */
    private function limit($socket): void
    {
        $left = $this->deadline - microtime(true);
        if ($left <= 0 || stream_get_meta_data($socket)['timed_out']) {
            throw new Unavailable('the registry did not answer in time');
        }
        stream_set_timeout($socket, (int) $left, (int) (fmod($left, 1) * 1e6));
    }

    private static function refusal(array $problem): Refused
    {
        return new Refused((int) ($problem['status'] ?? 422), (string) ($problem['code'] ?? 'unknown'));
    }

    private static function fallback(string $purpose, string $why): array
    {
        $advice = $purpose === 'compensation' ? 'review' : 'ship';
        return [
            'id' => null,
            'level' => 'unknown',
            'advice' => ['code' => $advice, 'prepay_percent' => 0, 'cod_fee_percent' => 0, 'because' => []],
            'source' => 'fallback',
            'degraded' => true,
            'reasons' => [['code' => 'fallback', 'text' => $why]],
        ];
    }

    private static function band(float $amount): string
    {
        foreach (self::BANDS as $limit => $band) {
            if ($amount < $limit) {
                return $band;
            }
        }
        return '50000+';
    }
}
