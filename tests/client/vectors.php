<?php
// Prints what bonafide.php makes of the golden vectors given on standard input.
declare(strict_types=1);
require $argv[1];
$given = json_decode(stream_get_contents(STDIN), true);
$made = ['canonical' => [], 'blinding' => []];
foreach ($given['canonical'] as $case) {
    try {
        $text = Bonafide\Canonical::{$case['kind']}($case['raw']);
        $made['canonical'][] = [$text, bin2hex(Bonafide\Canonical::digest($case['kind'], $text))];
    } catch (Bonafide\BadIdentifier $refusal) {
        $made['canonical'][] = $refusal->getMessage();
    }
}
foreach ($given['blinding'] as $case) {
    [$scalar, $point] = Bonafide\Blinding::blind(hex2bin($case['digest']), hex2bin($case['r']));
    $element = Bonafide\Blinding::unblind($scalar, hex2bin($case['evaluated']));
    $made['blinding'][] = [bin2hex($point), bin2hex($element), Bonafide\Blinding::pack($element)];
}
echo json_encode($made);
