import aftercare.core.ids
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from aftercare.core.together import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('key', models.CharField(max_length=160, unique=True)),
                        ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(max_length=40)),
                        ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'Text message'), ('push', 'A knock on the phone')], default='email', max_length=10)),
                        ('link_view', models.CharField(blank=True, max_length=60)),
                        ('link_ids', models.JSONField(blank=True, default=dict)),
                        ('state', models.CharField(choices=[('due', 'Waiting'), ('claimed', 'Taken by a sender'), ('attempting', 'Being sent'), ('sent', 'Sent'), ('failed', 'Not delivered'), ('uncertain', 'Perhaps delivered'), ('withdrawn', 'Withdrawn'), ('expired', 'Too late to send')], default='due', max_length=12)),
                        ('due_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('lease_owner', models.CharField(blank=True, max_length=80)),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('last_error', models.CharField(blank=True, max_length=200)),
                        ('queued_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['due_at', 'id'],
                        'indexes': [models.Index(condition=models.Q(('state', 'due')), fields=['due_at'], name='message_due'), models.Index(condition=models.Q(('state', 'due')), fields=['expires_at'], name='message_stale'), models.Index(condition=models.Q(('state__in', ['due', 'claimed', 'attempting', 'failed', 'uncertain'])), fields=['state', 'channel'], name='message_unsettled'), models.Index(condition=models.Q(('state__in', ['claimed', 'attempting'])), fields=['lease_until'], name='message_leased')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='message_sent_has_its_time'), models.CheckConstraint(condition=models.Q(models.Q(('lease_owner', ''), ('lease_until', None)), models.Q(models.Q(('lease_owner', ''), _negated=True), ('lease_until__isnull', False)), _connector='OR'), name='message_lease_has_owner_and_end')],
                    },
                ),
                migrations.CreateModel(
                    name='Undeliverable',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'Text message'), ('push', 'A knock on the phone')], max_length=10)),
                        ('address', models.CharField(max_length=254)),
                        ('reason', models.CharField(max_length=200)),
                        ('since', models.DateTimeField()),
                    ],
                    options={
                        'ordering': ['-since', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('channel', 'address'), name='undeliverable_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Subscription',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_subscriptions', to=settings.AUTH_USER_MODEL)),
                        ('endpoint', models.CharField(max_length=1000, unique=True)),
                        ('subscribed_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['subscribed_at', 'id'],
                    },
                ),
            ]
        ),
    ]
